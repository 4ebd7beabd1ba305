import { useEffect, useRef, useState } from "react";
import type { Chat } from "#main/chat/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { noChats, withOlder } from "./chats.ts";
import { liveChats } from "./live-chats.ts";

/** Older chats are read so many at a time. */
const pageSize = 200;
/** A search waits until nothing was typed for so long. */
const typingMs = 120;

export interface ChatPages {
  /** null before the first answer. */
  readonly chats: readonly Chat[] | null;
  readonly isComplete: boolean;
  /** Reads the next older page. */
  readonly more: () => void;
}

/** The newest chats as they change, with older ones as far as they were scrolled to; or the chats whose title contains `search`. */
export function useChatPages(search: string): ChatPages {
  const client = useClient();
  const live = liveChats.use((state) => state);
  const [older, setOlder] = useState<readonly Chat[]>([]);
  const [found, setFound] = useState<readonly Chat[] | null>(null);
  const reading = useRef(false);
  const wanted = search.trim();
  const total = live?.total ?? 0;
  const listed = live === null ? null : withOlder(live, older);
  const count = listed?.length ?? 0;

  useEffect(() => {
    if (wanted === "") return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.chat
        .list({ titleContains: wanted.slice(0, 200), limit: 500 })
        .then((page) => {
          if (isCurrent) setFound(page.chats);
        })
        // The list stays as it was; the line at the top of the page says that the app process is not reached.
        .catch(() => undefined);
    }, typingMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
    // A chat that was renamed or deleted meanwhile is looked for again.
  }, [client, wanted, live]);

  const more = () => {
    if (reading.current || count >= total) return;
    reading.current = true;
    client.chat
      .list({ offset: count, limit: pageSize })
      .then((page) => setOlder((known) => [...known, ...page.chats]))
      .catch(() => undefined)
      .finally(() => {
        reading.current = false;
      });
  };

  if (wanted !== "") {
    const visible = found === null ? null : withOlder({ ...noChats, gone: live?.gone ?? noChats.gone }, found);
    return { chats: visible, isComplete: true, more };
  }
  return { chats: listed, isComplete: count >= total, more };
}
