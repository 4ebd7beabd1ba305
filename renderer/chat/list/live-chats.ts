import type { ChatListEvent } from "#main/chat/contract.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";
import { applyListEvent, noChats, type LiveChats } from "./chats.ts";

/** The list of chats, kept by the page: opening a chat or another room does not read it again. */
export const liveChats = createSharedWatch<LiveChats, ChatListEvent>(
  (client, signal) => client.chat.watchList(undefined, { signal }),
  (live, event) => applyListEvent(live ?? noChats, event),
);
