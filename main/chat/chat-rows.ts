import type { Database } from "better-sqlite3";
import type { AdapterUse, Chat, Sampling } from "./contract.ts";
import type { AnswersFrom } from "./grounding/contract.ts";

/** A chat as it is stored; whether it is being written to is known by the runs alone. */
export type StoredChat = Omit<Chat, "running">;
export type ChatConfiguration = Pick<
  StoredChat,
  "mode" | "modelId" | "adapters" | "systemPrompt" | "sampling" | "presetId" | "answersFrom" | "answerSchema"
>;

interface Row {
  id: string;
  title: string;
  title_by: Exclude<Chat["titleBy"], "model">;
  has_model_title: 0 | 1;
  mode: Chat["mode"];
  model_id: string | null;
  adapters: string;
  system_prompt: string;
  sampling: string;
  preset_id: string | null;
  answers_from: string;
  answer_schema: string | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
}

export interface ChatRows {
  insert(chat: StoredChat): void;
  find(id: string): StoredChat | null;
  /** Newest first: by the last message, in the bin by when they came there. */
  page(query: { bin: boolean; titleContains: string; offset: number; limit: number }): {
    chats: StoredChat[];
    total: number;
  };
  rename(id: string, title: string, titleBy: Chat["titleBy"]): void;
  configure(id: string, configuration: ChatConfiguration): void;
  touch(id: string, updatedAt: number): void;
  setDeleted(id: string, deletedAt: number | null): void;
  /** Ids of those in the bin that came there before `before`, in milliseconds since 1970. */
  binnedBefore(before: number): string[];
  /** `binBytes`: of the texts of those in the bin. */
  counts(): { chats: number; binned: number; binBytes: number };
  /**
   * Deletes up to `messages` of its messages, the chat itself with the last of them. True when all is gone. Large chats are erased
   * in steps so that nothing else waits for them.
   */
  eraseSome(id: string, messages: number): boolean;
}

const COLUMNS = `id, title, title_by, has_model_title, mode, model_id, adapters, system_prompt, sampling, preset_id, answers_from, answer_schema, created_at, updated_at, deleted_at`;

export function createChatRows(db: Database): ChatRows {
  const insert = db.prepare(`
    INSERT INTO chats
      (id, title, title_folded, title_by, mode, model_id, adapters, system_prompt, sampling, preset_id, answers_from, answer_schema,
        created_at, updated_at)
    VALUES
      (@id, @title, @titleFolded, @titleBy, @mode, @modelId, @adapters, @systemPrompt, @sampling, @presetId, @answersFrom, @answerSchema,
        @createdAt, @updatedAt)`);
  const find = db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM chats WHERE id = ?`);
  const pages = { listed: pageOf(db, "listed"), binned: pageOf(db, "binned") };
  const rename = db.prepare(
    `UPDATE chats SET title = ?, title_folded = ?, title_by = ?, has_model_title = ? WHERE id = ?`,
  );
  const configure = db.prepare(`
    UPDATE chats SET mode = @mode, model_id = @modelId, adapters = @adapters, system_prompt = @systemPrompt, sampling = @sampling,
      preset_id = @presetId, answers_from = @answersFrom, answer_schema = @answerSchema
    WHERE id = @id`);
  const touch = db.prepare(`UPDATE chats SET updated_at = ? WHERE id = ?`);
  const setDeleted = db.prepare(`UPDATE chats SET deleted_at = ? WHERE id = ?`);
  const binnedBefore = db
    .prepare<[number], string>(`SELECT id FROM chats WHERE deleted_at < ? ORDER BY deleted_at`)
    .pluck();
  const listed = db.prepare<[], number>(`SELECT count(*) FROM chats WHERE deleted_at IS NULL`).pluck();
  const bin = db.prepare<[], { binned: number; binBytes: number }>(`
    SELECT count(*) AS binned, coalesce(sum(
      (SELECT sum(octet_length(text) + coalesce(octet_length(thoughts), 0)) FROM messages WHERE chat_key = chats.key)
    ), 0) AS binBytes
    FROM chats WHERE deleted_at IS NOT NULL`);
  // Children have larger keys than their parents: from the end, none is left without its parent.
  const eraseMessages = db.prepare(`
    DELETE FROM messages WHERE key IN (
      SELECT key FROM messages WHERE chat_key = (SELECT key FROM chats WHERE id = ?) ORDER BY key DESC LIMIT ?)`);
  const eraseChat = db.prepare(`DELETE FROM chats WHERE id = ?`);

  return {
    insert(chat) {
      insert.run({ ...chat, ...configurationColumns(chat), titleFolded: fold(chat.title) });
    },
    find(id) {
      const row = find.get(id);
      return row ? toChat(row) : null;
    },
    page({ bin, titleContains, offset, limit }) {
      const { rows, total } = bin ? pages.binned : pages.listed;
      const folded = fold(titleContains);
      return {
        chats: rows.all({ folded, offset, limit }).map(toChat),
        total: total.get({ folded })?.total ?? 0,
      };
    },
    rename(id, title, titleBy) {
      const isModels = titleBy === "model";
      rename.run(title, fold(title), isModels ? "first-words" : titleBy, isModels ? 1 : 0, id);
    },
    configure: (id, configuration) => void configure.run({ id, ...configurationColumns(configuration) }),
    touch: (id, updatedAt) => void touch.run(updatedAt, id),
    setDeleted: (id, deletedAt) => void setDeleted.run(deletedAt, id),
    binnedBefore: (before) => binnedBefore.all(before),
    counts: () => ({ chats: listed.get() ?? 0, ...(bin.get() ?? { binned: 0, binBytes: 0 }) }),
    eraseSome(id, messages) {
      if (eraseMessages.run(id, messages).changes === messages) return false;
      eraseChat.run(id);
      return true;
    },
  };
}

function pageOf(db: Database, which: "listed" | "binned") {
  const where = `deleted_at IS ${which === "listed" ? "NULL" : "NOT NULL"} AND (@folded = '' OR instr(title_folded, @folded) > 0)`;
  const order = `${which === "listed" ? "updated_at" : "deleted_at"} DESC, key DESC`;
  return {
    rows: db.prepare<[{ folded: string; offset: number; limit: number }], Row>(
      `SELECT ${COLUMNS} FROM chats WHERE ${where} ORDER BY ${order} LIMIT @limit OFFSET @offset`,
    ),
    total: db.prepare<[{ folded: string }], { total: number }>(`SELECT count(*) AS total FROM chats WHERE ${where}`),
  };
}

function configurationColumns({ adapters, sampling, answersFrom, ...kept }: ChatConfiguration) {
  const { mode, modelId, systemPrompt, presetId, answerSchema } = kept;
  return {
    ...{ mode, modelId, systemPrompt, presetId, answerSchema },
    adapters: JSON.stringify(adapters),
    sampling: JSON.stringify(sampling),
    answersFrom: JSON.stringify(answersFrom),
  };
}

function fold(title: string): string {
  return title.normalize("NFKC").toLowerCase();
}

function toChat(row: Row): StoredChat {
  return {
    id: row.id,
    title: row.title,
    titleBy: row.has_model_title === 1 ? "model" : row.title_by,
    mode: row.mode,
    modelId: row.model_id,
    adapters: JSON.parse(row.adapters) as AdapterUse[],
    systemPrompt: row.system_prompt,
    sampling: JSON.parse(row.sampling) as Sampling,
    presetId: row.preset_id,
    answersFrom: JSON.parse(row.answers_from) as AnswersFrom,
    answerSchema: row.answer_schema,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  };
}
