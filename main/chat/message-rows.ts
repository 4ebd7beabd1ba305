import { setImmediate } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { createPathCopier } from "./branch/copy-path.ts";
import type { ChatMode, Generation, Message } from "./contract.ts";
import type { Rating } from "./rating/contract.ts";
import type { Grounding } from "./grounding/contract.ts";

/** What changes of an answer while it is written and when it ends. */
export type AnswerState = Pick<Message, "text" | "thoughts" | "status" | "error" | "generation" | "grounding">;
/** What a prompt needs of a message. */
export interface Turn extends Pick<Message, "id" | "role" | "text"> {
  /** How an answer was written; null for what a person wrote, and for answers without a word. */
  readonly mode: ChatMode | null;
}

export interface Path {
  messages: Message[];
  earlier: number;
}

interface Row {
  id: string;
  chat_id: string;
  parent_id: string | null;
  role: Message["role"];
  text: string;
  thoughts: string | null;
  thoughts_ms: number | null;
  status: Message["status"];
  error: string | null;
  generation: string | null;
  grounding: string | null;
  rating: string | null;
  created_at: number;
  sibling_ids: string;
}

export interface MessageRows {
  /** Stored, and shown below its parent; where the parent is not shown itself, `show` follows. */
  insert(message: Pick<Message, "id" | "chatId" | "parentId" | "role" | "text" | "status" | "createdAt">): void;
  find(id: string): Message | null;
  /** The last `most` messages down to the leaf that is shown, and how many come before them. */
  path(chatId: string, most: number): Path;
  /** The last `most` messages before this one. */
  before(id: string, most: number): Message[];
  /** Id of the leaf that is shown, or null in an empty chat. */
  leaf(chatId: string): string | null;
  /** From the first message to this one; read in steps, so that a conversation of any length holds nothing up. */
  turnsTo(id: string): Promise<Turn[]>;
  hasChildren(id: string): boolean;
  /** The path leads through this message, and on to the leaf that was last shown below it. */
  show(id: string): void;
  /** Text that was written since the last piece; costs as much as the piece is long, however long the answer is. */
  addPiece(id: string, text: string, thoughts: string): void;
  /** The whole answer, in place of its pieces. */
  save(id: string, state: AnswerState): void;
  /** How the engine read the tokens of an answer; opaque, and sometimes large, so pages are not told. */
  saveEvaluation(id: string, evaluation: string): void;
  evaluation(id: string): string | null;
  /** What an answer is written from, before its first word. */
  saveGrounding(id: string, grounding: Grounding | null): void;
  saveRating(id: string, rating: Rating | null): void;
  saveStart(id: string, status: Message["status"], generation: Generation | null): void;
  /** It, or a message above it, is queued or being written. */
  isUnderWay(id: string): boolean;
  /** Everything down to this message, into a chat that has no messages. */
  copyPath(id: string, toChatId: string): void;
  /** Answers that an earlier run of the app did not end, with all the text that was saved of them. */
  underWay(): Message[];
}

const SELECT = `
  SELECT m.id, c.id AS chat_id, p.id AS parent_id, m.role, m.text, m.thoughts, m.thoughts_ms, m.status, m.error, m.generation,
    m.grounding, m.rating, m.created_at,
    (SELECT json_group_array(s.id ORDER BY s.key) FROM messages s
      WHERE s.chat_key = m.chat_key AND s.parent_key IS m.parent_key) AS sibling_ids
  FROM messages m JOIN chats c ON c.key = m.chat_key LEFT JOIN messages p ON p.key = m.parent_key`;

/** Turns read at once: one or two milliseconds. */
const TURNS_AT_ONCE = 500;

/** Keys from the message @id up to the first one. */
const UP = `
  up (key, parent_key, chat_key, depth) AS (
    SELECT key, parent_key, chat_key, 0 FROM messages WHERE id = @id
    UNION ALL
    SELECT m.key, m.parent_key, m.chat_key, up.depth + 1 FROM up JOIN messages m ON m.key = up.parent_key)`;

/** Those just above the message @id, up to @most of them, and it. */
const ABOVE = `
  above (key, parent_key) AS (
    SELECT key, parent_key FROM messages WHERE id = @id
    UNION ALL
    SELECT m.key, m.parent_key FROM above JOIN messages m ON m.key = above.parent_key
    LIMIT @most + 1)`;

/** Keys from the first message that is shown down to the leaf that is shown. */
const DOWN = `
  down (key, next_key, depth) AS (
    SELECT m.key, m.shown_child_key, 0 FROM chats c JOIN messages m ON m.key = c.shown_root_key WHERE c.id = @chatId
    UNION ALL
    SELECT m.key, m.shown_child_key, down.depth + 1 FROM down JOIN messages m ON m.key = down.next_key)`;

export function createMessageRows(db: Database): MessageRows {
  const insert = db.prepare(`
    INSERT INTO messages (id, chat_key, parent_key, role, text, status, created_at)
    VALUES (@id, (SELECT key FROM chats WHERE id = @chatId), (SELECT key FROM messages WHERE id = @parentId),
      @role, @text, @status, @createdAt)`);
  const find = db.prepare<[string], Row>(`${SELECT} WHERE m.id = ?`);
  // Children have larger keys than their parents: by key is from the first to the last.
  const byKeys = db.prepare<[string], Row>(`${SELECT} WHERE m.key IN (SELECT value FROM json_each(?)) ORDER BY m.key`);
  const turnsByKeys = db.prepare<[string], Turn>(
    `SELECT id, role, text, generation ->> '$.mode' AS mode FROM messages
      WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key`,
  );
  const keysDown = db
    .prepare<[{ chatId: string }], number>(`WITH RECURSIVE ${DOWN} SELECT key FROM down ORDER BY depth`)
    .pluck();
  const keysAbove = db
    .prepare<[{ id: string; most: number }], number>(`WITH RECURSIVE ${ABOVE} SELECT key FROM above LIMIT -1 OFFSET 1`)
    .pluck();
  const keysTo = db.prepare<[{ id: string }], number>(`WITH RECURSIVE ${UP} SELECT key FROM up ORDER BY key`).pluck();
  const leaf = db
    .prepare<[{ chatId: string }], string>(
      `WITH RECURSIVE ${DOWN} SELECT m.id FROM down JOIN messages m ON m.key = down.key ORDER BY down.depth DESC LIMIT 1`,
    )
    .pluck();
  const hasChildren = db
    .prepare<[string], number>(
      `SELECT EXISTS (SELECT 1 FROM messages WHERE parent_key = (SELECT key FROM messages WHERE id = ?))`,
    )
    .pluck();
  const showAsChild = db.prepare(`UPDATE messages SET shown_child_key = ? WHERE id = ?`);
  const showAsRoot = db.prepare(`UPDATE chats SET shown_root_key = ? WHERE id = ?`);
  const showChildren = db.prepare(`
    WITH RECURSIVE ${UP}
    UPDATE messages SET shown_child_key = up.key FROM up
    WHERE messages.key = up.parent_key AND messages.shown_child_key IS NOT up.key`);
  const showRoot = db.prepare(`
    WITH RECURSIVE ${UP}
    UPDATE chats SET shown_root_key = up.key FROM up WHERE up.parent_key IS NULL AND chats.key = up.chat_key`);
  const addPiece = db.prepare(
    `INSERT INTO message_pieces (message_key, text, thoughts) VALUES ((SELECT key FROM messages WHERE id = ?), ?, ?)`,
  );
  const pieces = db.prepare<[string], { text: string; thoughts: string }>(`
    SELECT text, thoughts FROM message_pieces WHERE message_key = (SELECT key FROM messages WHERE id = ?) ORDER BY key`);
  const dropPieces = db.prepare(
    `DELETE FROM message_pieces WHERE message_key = (SELECT key FROM messages WHERE id = ?)`,
  );
  const save = db.prepare(`
    UPDATE messages SET text = @text, thoughts = @thoughts, thoughts_ms = @thoughtsMs, status = @status, error = @error,
      generation = @generation, grounding = @grounding
    WHERE id = @id`);
  const saveGrounding = db.prepare(`UPDATE messages SET grounding = ? WHERE id = ?`);
  const pathUnderWay = db
    .prepare<[{ id: string }], number>(
      `WITH RECURSIVE ${UP} SELECT EXISTS (
         SELECT 1 FROM up JOIN messages m ON m.key = up.key WHERE m.status IN ('queued', 'writing'))`,
    )
    .pluck();
  const copyPath = createPathCopier(db);
  const saveRating = db.prepare(`UPDATE messages SET rating = ? WHERE id = ?`);
  const saveStart = db.prepare(`UPDATE messages SET status = ?, error = NULL, generation = ? WHERE id = ?`);
  const saveEvaluation = db.prepare(`UPDATE messages SET evaluation = ? WHERE id = ?`);
  const evaluation = db.prepare<[string], string | null>(`SELECT evaluation FROM messages WHERE id = ?`).pluck();
  const underWay = db.prepare<[], Row>(`${SELECT} WHERE m.status IN ('queued', 'writing')`);

  const read = (keys: readonly number[]) => byKeys.all(JSON.stringify(keys)).map(toMessage);

  const show = (id: string) => {
    showChildren.run({ id });
    showRoot.run({ id });
  };

  return {
    insert: db.transaction((message) => {
      const { lastInsertRowid: key } = insert.run(message);
      if (message.parentId === null) showAsRoot.run(key, message.chatId);
      else showAsChild.run(key, message.parentId);
    }),
    find(id) {
      const row = find.get(id);
      return row ? toMessage(row) : null;
    },
    path(chatId, most) {
      const keys = keysDown.all({ chatId });
      return { messages: read(keys.slice(-most)), earlier: Math.max(0, keys.length - most) };
    },
    before: (id, most) => read(keysAbove.all({ id, most })),
    leaf: (chatId) => leaf.get({ chatId }) ?? null,
    async turnsTo(id) {
      const keys = keysTo.all({ id });
      const turns: Turn[] = [];
      for (let at = 0; at < keys.length; at += TURNS_AT_ONCE) {
        if (at > 0) await setImmediate();
        turns.push(...turnsByKeys.all(JSON.stringify(keys.slice(at, at + TURNS_AT_ONCE))));
      }
      return turns;
    },
    hasChildren: (id) => hasChildren.get(id) === 1,
    show: db.transaction(show),
    addPiece: (id, text, thoughts) => void addPiece.run(id, text, thoughts),
    save: db.transaction((id, { text, thoughts, status, error, generation, grounding }) => {
      save.run({
        id,
        text,
        thoughts: thoughts?.text ?? null,
        thoughtsMs: thoughts?.durationMs ?? null,
        status,
        error: toJson(error),
        generation: toJson(generation),
        grounding: toJson(grounding),
      });
      dropPieces.run(id);
    }),
    saveStart: (id, status, generation) => void saveStart.run(status, toJson(generation), id),
    saveRating: (id, rating) => void saveRating.run(toJson(rating), id),
    saveGrounding: (id, grounding) => void saveGrounding.run(toJson(grounding), id),
    saveEvaluation: (id, text) => void saveEvaluation.run(text, id),
    evaluation: (id) => evaluation.get(id) ?? null,
    isUnderWay: (id) => pathUnderWay.get({ id }) === 1,
    copyPath: (id, toChatId) => copyPath(keysTo.all({ id }), toChatId),
    underWay: () => underWay.all().map((row) => withPieces(toMessage(row), pieces.all(row.id))),
  };
}

function withPieces(message: Message, pieces: { text: string; thoughts: string }[]): Message {
  const thoughts = (message.thoughts?.text ?? "") + pieces.map((piece) => piece.thoughts).join("");
  return {
    ...message,
    text: message.text + pieces.map((piece) => piece.text).join(""),
    thoughts: thoughts === "" ? null : { text: thoughts, durationMs: message.thoughts?.durationMs ?? 0 },
  };
}

function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function toMessage(row: Row): Message {
  return {
    id: row.id,
    chatId: row.chat_id,
    parentId: row.parent_id,
    role: row.role,
    text: row.text,
    thoughts: row.thoughts === null ? null : { text: row.thoughts, durationMs: row.thoughts_ms ?? 0 },
    status: row.status,
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorShape),
    generation: row.generation === null ? null : (JSON.parse(row.generation) as Generation),
    grounding: row.grounding === null ? null : toGrounding(row.grounding),
    rating: row.rating === null ? null : (JSON.parse(row.rating) as Rating),
    createdAt: row.created_at,
    siblingIds: JSON.parse(row.sibling_ids) as string[],
  };
}

/** What an earlier version kept does not know of reading everything. */
function toGrounding(json: string): Grounding {
  const kept = JSON.parse(json) as Omit<Grounding, "asksForEverything" | "everything"> & Partial<Grounding>;
  return { asksForEverything: false, everything: null, ...kept };
}
