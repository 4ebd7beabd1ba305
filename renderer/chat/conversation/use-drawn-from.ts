import { startTransition, useEffect, useState } from "react";
import type { Message } from "#main/chat/contract.ts";

/** Some more than fits on a screen. */
const firstCharacters = 1_800;
const firstTurns = 8;
/** Added at a time when the page has nothing else to do. */
const moreTurns = 24;

/**
 * The place of the first message that is drawn. A chat opens with a screen of its newest turns, as a transition: all of them at once would
 * hold the page up. Those before come when it is idle, and whatever comes after is drawn as it comes.
 */
export function useDrawnFrom(messages: readonly Message[]): number {
  const [firstId, setFirstId] = useState<string | null>(null);
  const at = messages.findIndex((message) => message.id === firstId);
  // Not among them: on another branch than before.
  const from = firstId === null ? messages.length : at === -1 ? firstScreen(messages) : at;
  const startId = messages[firstScreen(messages)]?.id ?? "";
  useEffect(() => {
    if (firstId === null) startTransition(() => setFirstId(startId));
  }, [firstId, startId]);
  const nextId = from === 0 || firstId === null ? null : (messages[Math.max(0, from - moreTurns)]?.id ?? null);
  useEffect(() => {
    if (nextId === null) return;
    const idle = requestIdleCallback(() => startTransition(() => setFirstId(nextId)), { timeout: 500 });
    return () => cancelIdleCallback(idle);
  }, [nextId]);
  return from;
}

export function firstScreen(messages: readonly Pick<Message, "text">[]): number {
  let characters = 0;
  let from = messages.length;
  while (from > 0 && messages.length - from < firstTurns && characters < firstCharacters) {
    from -= 1;
    characters += messages[from]?.text.length ?? 0;
  }
  return from;
}
