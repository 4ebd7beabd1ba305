import type { Chat, ChatListEvent } from "#main/chat/contract.ts";

/** The chats a page knows, newest first; `total` counts those of the list, read or not. */
export interface LiveChats {
  readonly chats: readonly Chat[];
  readonly total: number;
  readonly known: boolean;
}

export const noChats: LiveChats = { chats: [], total: 0, known: false };

/** The list after one event. A chat in the bin is not in the list. */
export function applyListEvent(live: LiveChats, event: ChatListEvent): LiveChats {
  if (event.type === "snapshot") return { chats: newestFirst(event.chats), total: event.total, known: true };
  const id = event.type === "erased" ? event.chatId : event.chat.id;
  const others = live.chats.filter((chat) => chat.id !== id);
  const was = others.length < live.chats.length;
  const is = event.type === "changed" && event.chat.deletedAt === null;
  const total = live.total + Number(is) - Number(was);
  return { ...live, chats: is ? newestFirst([...others, event.chat]) : others, total };
}

/** More of the list as it was read page by page; what is known already is newer. */
export function addPage(live: LiveChats, page: { chats: readonly Chat[]; total: number }): LiveChats {
  const known = new Set(live.chats.map((chat) => chat.id));
  const added = page.chats.filter((chat) => !known.has(chat.id));
  return { ...live, chats: newestFirst([...live.chats, ...added]), total: page.total };
}

function newestFirst(chats: readonly Chat[]): Chat[] {
  return chats.toSorted((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1));
}
