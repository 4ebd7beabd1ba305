import type { Message } from "#main/chat/contract.ts";

/** Where a message stands among the versions beside it, from 1. */
export function versionOf(message: Pick<Message, "id" | "siblingIds">): { at: number; of: number } {
  const index = message.siblingIds.indexOf(message.id);
  return { at: Math.max(index, 0) + 1, of: Math.max(message.siblingIds.length, 1) };
}

/** The version before (-1) or after (1), or null at the ends. */
export function siblingAt(message: Pick<Message, "id" | "siblingIds">, step: number): string | null {
  const { at } = versionOf(message);
  return message.siblingIds[at - 1 + step] ?? null;
}
