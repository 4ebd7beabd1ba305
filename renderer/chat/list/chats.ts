import type { Chat, ChatListEvent } from "#main/chat/contract.ts";

/** The chats a page knows, newest first; `total` counts those of the list, read or not. */
export interface LiveChats {
  readonly chats: readonly Chat[];
  readonly total: number;
  /** Erased or moved to the bin since the page came: a page of older chats that was read before may still hold them. */
  readonly gone: ReadonlySet<string>;
}

export const noChats: LiveChats = { chats: [], total: 0, gone: new Set() };

/** The list after one event. A chat in the bin is not in the list. */
export function applyListEvent(live: LiveChats, event: ChatListEvent): LiveChats {
  if (event.type === "snapshot") return { chats: newestFirst(event.chats), total: event.total, gone: new Set() };
  const id = event.type === "erased" ? event.chatId : event.chat.id;
  const others = live.chats.filter((chat) => chat.id !== id);
  const wasHere = others.length < live.chats.length;
  const isHere = event.type === "changed" && event.chat.deletedAt === null;
  const gone = new Set(live.gone);
  if (isHere) gone.delete(id);
  else gone.add(id);
  return {
    chats: isHere ? newestFirst([...others, event.chat]) : others,
    total: live.total + Number(isHere) - Number(wasHere),
    gone,
  };
}

/** The list with older chats as they were read page by page; what is known already is newer. */
export function withOlder(live: LiveChats, older: readonly Chat[]): readonly Chat[] {
  const known = new Set(live.chats.map((chat) => chat.id));
  const added = older.filter((chat) => !known.has(chat.id) && !live.gone.has(chat.id));
  return added.length === 0 ? live.chats : newestFirst([...live.chats, ...added]);
}

function newestFirst(chats: readonly Chat[]): Chat[] {
  return chats.toSorted((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1));
}
