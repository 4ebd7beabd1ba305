import type { Database } from "better-sqlite3";
import type { AdapterUse } from "./contract.ts";

/** What a chat had switched on with models that it uses no longer. */
export interface AdapterRows {
  keep(chatId: string, modelId: string, adapters: readonly AdapterUse[]): void;
  /** null: the chat has never used this model. */
  find(chatId: string, modelId: string): AdapterUse[] | null;
}

export function createAdapterRows(db: Database): AdapterRows {
  const keep = db.prepare<[string, string, string]>(
    `INSERT INTO chat_adapters (chat_key, model_id, adapters) VALUES ((SELECT key FROM chats WHERE id = ?), ?, ?)
     ON CONFLICT (chat_key, model_id) DO UPDATE SET adapters = excluded.adapters`,
  );
  const find = db
    .prepare<[string, string], string>(
      `SELECT adapters FROM chat_adapters WHERE chat_key = (SELECT key FROM chats WHERE id = ?) AND model_id = ?`,
    )
    .pluck();
  return {
    keep: (chatId, modelId, adapters) => void keep.run(chatId, modelId, JSON.stringify(adapters)),
    find(chatId, modelId) {
      const kept = find.get(chatId, modelId);
      return kept === undefined ? null : (JSON.parse(kept) as AdapterUse[]);
    },
  };
}
