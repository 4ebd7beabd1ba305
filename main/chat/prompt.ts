import type { Prompt } from "#main/engine/contract.ts";
import type { ChatMode } from "./contract.ts";
import type { Turn } from "./message-rows.ts";

/** Between ids of messages that became one turn; not in any id. */
const JOINT = "+";

/**
 * What the model reads of a conversation. Thoughts are not in it. Empty answers (failed before a word came) are left out, and
 * messages of one side that then follow each other become one turn: most templates ask that the sides take turns.
 */
export function toPrompt(mode: ChatMode, systemPrompt: string, messages: readonly Turn[]): Prompt {
  if (mode === "text") return { kind: "text", text: messages.map((message) => message.text).join("") };
  const turns: Turn[] = [];
  for (const { id, role, text } of messages) {
    const last = turns.at(-1);
    if (text === "") continue;
    if (last?.role !== role) turns.push({ id, role, text });
    else turns[turns.length - 1] = { id: last.id + JOINT + id, role, text: `${last.text}\n\n${text}` };
  }
  return { kind: "chat", systemPrompt, turns };
}

/** The messages behind the ids of turns that did not fit. */
export function messageIdsOf(turnIds: readonly string[]): string[] {
  return turnIds.flatMap((turnId) => turnId.split(JOINT));
}
