import { type Channel, createChannel } from "#main/lib/channel.ts";
import { createReplay, type Replay } from "#main/rpc/replay.ts";
import type { ChatEvent, ChatListEvent } from "./contract.ts";

type WithoutSeq<E> = E extends unknown ? Omit<E, "seq"> : never;
export type NewChatEvent = WithoutSeq<ChatEvent>;
type NewSnapshot = WithoutSeq<Extract<ChatEvent, { type: "snapshot" }>>;

/** Who watches which chat, and what they are told. */
export interface Feeds {
  publish(chatId: string, event: NewChatEvent): void;
  publishToList(event: ChatListEvent): void;
  watch(
    chatId: string,
    fromSeq: number | null,
    snapshot: () => NewSnapshot,
    signal?: AbortSignal,
  ): AsyncGenerator<ChatEvent, void>;
  watchList(snapshot: () => ChatListEvent, signal?: AbortSignal): AsyncGenerator<ChatListEvent, void>;
  isWatched(chatId: string): boolean;
  /** Ids of the chats that somebody looks at. */
  watched(): string[];
  /** The chat is no more: its watches end. */
  end(chatId: string): void;
  close(): void;
}

interface Feed {
  replay: Replay<ChatEvent>;
  watchers: number;
}

/** Chats whose last events are kept for a page that comes back; each may keep a thousand. */
const KEPT_FEEDS = 32;

export function createFeeds(): Feeds {
  /** In the order in which they were last begun to be watched. */
  const feeds = new Map<string, Feed>();
  const list: Channel<ChatListEvent> = createChannel();

  function feedOf(chatId: string): Feed {
    const feed = feeds.get(chatId) ?? { replay: createReplay<ChatEvent>(), watchers: 0 };
    feeds.delete(chatId);
    feeds.set(chatId, feed);
    for (const [id, old] of feeds) {
      if (feeds.size <= KEPT_FEEDS) break;
      if (old.watchers === 0 && id !== chatId) feeds.delete(id);
    }
    return feed;
  }

  return {
    // Where nobody ever watched there is nobody to go on from an earlier event.
    publish: (chatId, event) => void feeds.get(chatId)?.replay.publish(event),
    publishToList: (event) => list.publish(event),
    async *watch(chatId, fromSeq, snapshot, signal) {
      const feed = feedOf(chatId);
      feed.watchers += 1;
      try {
        yield* feed.replay.watch(fromSeq, snapshot, signal);
      } finally {
        feed.watchers -= 1;
      }
    },
    async *watchList(snapshot, signal) {
      const changes = list.subscribe(signal);
      try {
        yield snapshot();
        yield* changes;
      } finally {
        void changes.return?.();
      }
    },
    isWatched: (chatId) => (feeds.get(chatId)?.watchers ?? 0) > 0,
    watched: () => [...feeds].filter(([, feed]) => feed.watchers > 0).map(([chatId]) => chatId),
    end(chatId) {
      feeds.get(chatId)?.replay.close();
      feeds.delete(chatId);
    },
    close() {
      for (const feed of feeds.values()) feed.replay.close();
      feeds.clear();
      list.close();
    },
  };
}
