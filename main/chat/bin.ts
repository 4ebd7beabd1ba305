import { setImmediate } from "node:timers/promises";
import type { Log } from "#main/lib/log.ts";
import type { ModelEngines } from "#main/models/lease.ts";
import type { ContextMeter } from "./context-meter.ts";
import type { Chat } from "./contract.ts";
import type { Feeds } from "./feeds.ts";
import { conflict, missing } from "./requests.ts";
import type { Runs } from "./runs.ts";
import type { ChatStore } from "./store.ts";

export interface Bin {
  /** To the bin, from where it can be restored for 30 days. Its answers under way are stopped. */
  remove(chatId: string): Chat;
  restore(chatId: string): Chat;
  /** For good; CONFLICT when it is not in the bin. */
  erase(chatId: string): Promise<void>;
  /** How many chats were erased. */
  emptyBin(): Promise<number>;
  counts(): { chats: number; binned: number; binBytes: number };
}

interface BinDeps {
  store: ChatStore;
  runs: Runs;
  feeds: Feeds;
  meter: ContextMeter;
  engines: Pick<ModelEngines, "forgetConversation">;
  log: Log;
  tell: (chatId: string) => Chat;
  /** Cloister is closing: what is not erased yet is at the next start. */
  signal: AbortSignal;
}

const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** Deleted in one transaction: a few milliseconds, in which nothing else can happen. */
const ERASED_AT_ONCE = 500;

/** Erases in the background what lay in the bin for 30 days. */
export function createBin({ store, runs, feeds, meter, engines, log, tell, signal }: BinDeps): Bin {
  /** Neither to be restored any more, nor to be erased by another. */
  const erasing = new Set<string>();

  function find(chatId: string) {
    const chat = erasing.has(chatId) ? null : store.chats.find(chatId);
    if (!chat) throw missing("chat");
    return chat;
  }

  async function erase(chatId: string): Promise<void> {
    erasing.add(chatId);
    try {
      await eraseNow(chatId);
    } finally {
      erasing.delete(chatId);
    }
  }

  async function eraseNow(chatId: string): Promise<void> {
    await runs.stopAll(chatId);
    runs.forget(chatId);
    // Before the chat itself: as long as it is there, an erasing that was cut short is done again.
    await engines.forgetConversation(chatId);
    while (!store.write(() => store.chats.eraseSome(chatId, ERASED_AT_ONCE))) await setImmediate(undefined, { signal });
    meter.forget(chatId);
    feeds.publish(chatId, { type: "removed" });
    feeds.end(chatId);
    feeds.publishToList({ type: "erased", chatId });
  }

  async function eraseBefore(before: number): Promise<number> {
    let erased = 0;
    for (const id of store.chats.binnedBefore(before)) {
      // Others may have been restored, or erased, while those before them were being erased.
      if (erasing.has(id) || (store.chats.find(id)?.deletedAt ?? null) === null) continue;
      await erase(id);
      erased += 1;
    }
    if (erased > 0) store.forgetErased();
    return erased;
  }

  eraseBefore(Date.now() - KEPT_MS).catch((error: unknown) => {
    if (signal.aborted) return;
    log.error(
      { err: error },
      "What lay in the bin for 30 days could not be erased; it is tried again at the next start",
    );
  });

  return {
    remove(chatId) {
      if (find(chatId).deletedAt === null) store.write(() => store.chats.setDeleted(chatId, Date.now()));
      void runs.stopAll(chatId);
      return tell(chatId);
    },
    restore(chatId) {
      find(chatId);
      store.write(() => store.chats.setDeleted(chatId, null));
      return tell(chatId);
    },
    async erase(chatId) {
      if (find(chatId).deletedAt === null) throw conflict("Only a chat in the bin can be erased.");
      await erase(chatId);
      store.forgetErased();
    },
    emptyBin: () => eraseBefore(Number.MAX_SAFE_INTEGER),
    counts: () => store.chats.counts(),
  };
}
