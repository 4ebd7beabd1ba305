import type { Database } from "better-sqlite3";
import { newId } from "#main/lib/ids.ts";

/** Everything of a message but where it stands. */
const CONTENT =
  "role, text, thoughts, thoughts_ms, status, error, generation, grounding, evaluation, rating, created_at";

/**
 * Copies messages, given by their keys from the first one of a chat downwards, into another chat that has none, as its one branch. All that
 * is kept of each comes along, also what repeats its answer exactly. To be run in a transaction.
 */
export function createPathCopier(db: Database): (keys: readonly number[], toChatId: string) => void {
  const chatKey = db.prepare<[string], number>("SELECT key FROM chats WHERE id = ?").pluck();
  const copy = db.prepare<[string, number, number | null, number]>(
    `INSERT INTO messages (id, chat_key, parent_key, ${CONTENT}) SELECT ?, ?, ?, ${CONTENT} FROM messages WHERE key = ?`,
  );
  const showChild = db.prepare<[number, number]>("UPDATE messages SET shown_child_key = ? WHERE key = ?");
  const showRoot = db.prepare<[number, number]>("UPDATE chats SET shown_root_key = ? WHERE key = ?");

  function copyBelow(key: number, parent: number | null, chat: number): number {
    const copied = Number(copy.run(newId(), chat, parent, key).lastInsertRowid);
    if (parent === null) showRoot.run(copied, chat);
    else showChild.run(copied, parent);
    return copied;
  }

  return (keys, toChatId) => {
    const chat = chatKey.get(toChatId);
    if (chat === undefined) throw new Error(`There is no chat ${toChatId} to copy into`);
    keys.reduce<number | null>((parent, key) => copyBelow(key, parent, chat), null);
  };
}
