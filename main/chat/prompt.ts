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
  if (mode === "text") return { kind: "text", text: joinText(messages) };
  const turns: Pick<Turn, "id" | "role" | "text">[] = [];
  for (const { id, role, text } of messages) {
    const last = turns.at(-1);
    if (text === "") continue;
    if (last?.role !== role) turns.push({ id, role, text });
    else turns[turns.length - 1] = { id: last.id + JOINT + id, role, text: `${last.text}\n\n${text}` };
  }
  return { kind: "chat", systemPrompt, turns };
}

/**
 * One text of all messages, letter by letter: the model may end within a word, and go on there. An answer to a question begins a
 * paragraph and ends one, as it was written apart from what stands around it.
 */
export function joinText(messages: readonly Pick<Turn, "role" | "text" | "mode">[]): string {
  let text = "";
  let isApart = false;
  for (const message of messages) {
    const isAnswer = message.mode === "chat";
    const touches = text !== "" && message.text !== "" && !/\s$/.test(text) && !/^\s/.test(message.text);
    text += (isApart || isAnswer) && touches ? `\n\n${message.text}` : message.text;
    if (message.text !== "") isApart = isAnswer;
  }
  return text;
}

/** The messages behind the ids of turns that did not fit. */
export function messageIdsOf(turnIds: readonly string[]): string[] {
  return turnIds.flatMap((turnId) => turnId.split(JOINT));
}
