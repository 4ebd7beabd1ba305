/** One turn of a conversation to learn from. */
export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly text: string;
  /** What the assistant thought before it answered; null: nothing is known of thoughts. */
  readonly thoughts: string | null;
}

/** What one line, row or piece of a file holds: a conversation, or a text without roles. */
export type Entry =
  | { readonly kind: "chat"; readonly messages: readonly Message[] }
  /** `isWhole`: it ends where it ends; else it is a piece of a longer one. */
  | { readonly kind: "text"; readonly text: string; readonly isWhole: boolean };

/**
 * As the app sends a conversation (chat/prompt.ts): empty messages are left out, and those of one side that follow each other are one.
 * What comes after the last answer is nothing to learn from. null: there is no answer.
 */
export function toTurns(messages: readonly Message[]): Message[] | null {
  const turns: Message[] = [];
  for (const message of messages) {
    if (message.text.trim() === "") continue;
    const last = turns.at(-1);
    if (last?.role === message.role) turns[turns.length - 1] = joined(last, message);
    else turns.push(message);
  }
  while (turns.length > 0 && turns.at(-1)?.role !== "assistant") turns.pop();
  return turns.length === 0 ? null : turns;
}

function joined(a: Message, b: Message): Message {
  const thoughts =
    a.thoughts === null ? b.thoughts : b.thoughts === null ? a.thoughts : `${a.thoughts}\n\n${b.thoughts}`;
  return { role: a.role, text: `${a.text}\n\n${b.text}`, thoughts };
}
