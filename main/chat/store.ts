import type { Store } from "#main/store/open.ts";
import { type AdapterRows, createAdapterRows } from "./adapter-rows.ts";
import { type ChatRows, createChatRows } from "./chat-rows.ts";
import { createMessageRows, type MessageRows } from "./message-rows.ts";

/** All SQL of this feature. */
export interface ChatStore {
  readonly chats: ChatRows;
  readonly messages: MessageRows;
  readonly adapters: AdapterRows;
  /** Every write goes through here: all or nothing, on disk when it returns. Throws DISK_FULL, FOLDER_READ_ONLY, STORE_DAMAGED. */
  write<T>(work: () => T): T;
  /** After erasing: nothing of it stays in the files. */
  forgetErased(): void;
}

export function createChatStore(store: Pick<Store, "db" | "write" | "forgetErased">): ChatStore {
  return {
    chats: createChatRows(store.db),
    messages: createMessageRows(store.db),
    adapters: createAdapterRows(store.db),
    write: (work) => store.write(work),
    forgetErased: () => store.forgetErased(),
  };
}
