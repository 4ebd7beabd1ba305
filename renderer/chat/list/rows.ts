import type { Chat } from "#main/chat/contract.ts";
import { groupByDate } from "./group-by-date.ts";

/** What stands in the list, line by line: a heading or a chat. */
export type Row = { readonly kind: "heading"; readonly key: string } | { readonly kind: "chat"; readonly chat: Chat };

/** Chats under their dates; what was searched for stands without headings. */
export function rowsOf(chats: readonly Chat[], now: number, found: boolean): Row[] {
  if (found) return chats.map((chat) => ({ kind: "chat", chat }));
  return groupByDate(chats, now).flatMap((group): Row[] => [
    { kind: "heading", key: group.key },
    ...group.items.map((chat): Row => ({ kind: "chat", chat })),
  ]);
}
