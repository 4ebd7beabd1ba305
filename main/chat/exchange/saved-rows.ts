import type { Database } from "better-sqlite3";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { AdapterUse, Generation, Sampling } from "../contract.ts";
import type { AnswersFrom, Grounding } from "../grounding/contract.ts";
import type { Rating } from "../rating/contract.ts";
import type { SavedChat, SavedMessage } from "../saved/contract.ts";

/** Reads chats with all that their rows hold, piece by piece. */
export interface SavedRows {
  /** Of those that are not in the bin, the oldest first. */
  allIds(): string[];
  /** null: it is no longer there. */
  chat(id: string): SavedChat | null;
  /** The messages after the one with the key `after` (0: from the first), as many as are read in a moment; none: that was all. */
  messages(chatId: string, after: number): { messages: SavedMessage[]; last: number };
  /** How many messages these chats have, all together. */
  count(chatIds: readonly string[]): number;
}

interface ChatRow {
  id: string;
  title: string;
  title_by: Exclude<SavedChat["titleBy"], "model">;
  has_model_title: 0 | 1;
  mode: SavedChat["mode"];
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
  shown_root_id: string | null;
}

interface MessageRow {
  key: number;
  id: string;
  parent_id: string | null;
  shown_child_id: string | null;
  role: SavedMessage["role"];
  text: string;
  thoughts: string | null;
  thoughts_ms: number | null;
  status: SavedMessage["status"];
  error: string | null;
  generation: string | null;
  grounding: string | null;
  rating: string | null;
  evaluation: string | null;
  created_at: number;
}

/** Read in one go: a few milliseconds. */
const MOST_ROWS = 200;
const MOST_LETTERS = 1_000_000;

export function createSavedRows(db: Database): SavedRows {
  const allIds = db
    .prepare<[], string>("SELECT id FROM chats WHERE deleted_at IS NULL ORDER BY created_at, key")
    .pluck();
  const chat = db.prepare<[string], ChatRow>(`
    SELECT c.*, m.id AS shown_root_id FROM chats c LEFT JOIN messages m ON m.key = c.shown_root_key WHERE c.id = ?`);
  const adapters = db.prepare<[string], { model_id: string; adapters: string }>(`
    SELECT model_id, adapters FROM chat_adapters WHERE chat_key = (SELECT key FROM chats WHERE id = ?) ORDER BY model_id`);
  // Pieces are of an answer that is being written: what is saved of it so far.
  const messages = db.prepare<[string, number], MessageRow>(`
    SELECT m.key, m.id, p.id AS parent_id, s.id AS shown_child_id, m.role,
      m.text || coalesce((SELECT group_concat(text, '' ORDER BY key) FROM message_pieces WHERE message_key = m.key), '') AS text,
      m.thoughts, m.thoughts_ms, m.status, m.error, m.generation, m.grounding, m.rating, m.evaluation, m.created_at
    FROM messages m LEFT JOIN messages p ON p.key = m.parent_key LEFT JOIN messages s ON s.key = m.shown_child_key
    WHERE m.chat_key = (SELECT key FROM chats WHERE id = ?) AND m.key > ? ORDER BY m.key`);
  const count = db
    .prepare<[string], number>(
      "SELECT count(*) FROM messages WHERE chat_key IN (SELECT key FROM chats WHERE id IN (SELECT value FROM json_each(?)))",
    )
    .pluck();

  return {
    allIds: () => allIds.all(),
    chat(id) {
      const row = chat.get(id);
      if (row === undefined) return null;
      const kept = adapters.all(id).map((each) => ({
        modelId: each.model_id,
        adapters: JSON.parse(each.adapters) as AdapterUse[],
      }));
      return { ...toChat(row), adaptersOfModels: kept };
    },
    messages(chatId, after) {
      const read: SavedMessage[] = [];
      let last = after;
      let letters = 0;
      for (const row of messages.iterate(chatId, after)) {
        read.push(toMessage(row));
        last = row.key;
        letters += row.text.length;
        if (read.length >= MOST_ROWS || letters >= MOST_LETTERS) break;
      }
      return { messages: read, last };
    },
    count: (chatIds) => count.get(JSON.stringify(chatIds)) ?? 0,
  };
}

function toChat(row: ChatRow): Omit<SavedChat, "adaptersOfModels"> {
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
    shownRootId: row.shown_root_id,
  };
}

function toMessage(row: MessageRow): SavedMessage {
  return {
    id: row.id,
    parentId: row.parent_id,
    shownChildId: row.shown_child_id,
    role: row.role,
    text: row.text,
    thoughts: row.thoughts === null ? null : { text: row.thoughts, durationMs: row.thoughts_ms ?? 0 },
    status: row.status,
    error: fromJson(row.error) as ErrorShape | null,
    generation: fromJson(row.generation) as Generation | null,
    grounding: fromJson(row.grounding) as Grounding | null,
    rating: fromJson(row.rating) as Rating | null,
    evaluation: row.evaluation,
    createdAt: row.created_at,
  };
}

function fromJson(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
