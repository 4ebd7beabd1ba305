interface Turn {
  readonly role: "user" | "assistant";
  readonly text: string;
}

/**
 * The form of a conversation for models that were never taught one: text completion does the rest. One sentence of instruction, one
 * example, then the turns; the blank line after an answer is its end. The engine asks in it, and the trainer teaches answers in it.
 */
const INSTRUCTION =
  "Below is a conversation between a user and an assistant. The assistant gives short, helpful and correct answers.";
const EXAMPLE = {
  user: "What is the largest planet?",
  assistant: "The largest planet of the solar system is Jupiter.",
};

/** What ends an answer when the model writes it; `afterText`: only once the answer has begun. */
export const PLAIN_ENDINGS: readonly { text: string; effect: "end"; afterText?: boolean }[] = [
  { text: "\nUser:", effect: "end" },
  { text: "\nAssistant:", effect: "end" },
  { text: "\n\n", effect: "end", afterText: true },
];

/** Ends where the answer begins, or at the end of the answer when the last turn is the assistant's. */
export function plainConversation(systemPrompt: string, turns: readonly Turn[]): string {
  const instruction = systemPrompt.trim() === "" ? INSTRUCTION : inOneBlock(systemPrompt);
  const parts = [instruction, exchange(EXAMPLE.user, EXAMPLE.assistant)];
  const last = turns.at(-1);
  let question: string | null = null;
  for (const turn of turns) {
    if (turn.role === "user") {
      if (question !== null) parts.push(exchange(question, null));
      question = turn.text;
      continue;
    }
    parts.push(turn === last ? unfinished(question ?? "", turn.text) : exchange(question ?? "", turn.text));
    question = null;
  }
  if (question !== null) parts.push(`${exchange(question, null)}\nAssistant:`);
  return parts.join("\n\n");
}

function exchange(user: string, assistant: string | null): string {
  const asked = `User: ${inOneBlock(user)}`;
  return assistant === null ? asked : `${asked}\nAssistant: ${inOneBlock(assistant)}`;
}

function unfinished(user: string, assistant: string): string {
  return `User: ${inOneBlock(user)}\nAssistant:${assistant === "" ? "" : ` ${assistant}`}`;
}

/** Blank lines separate exchanges, so there are none inside. */
export function inOneBlock(text: string): string {
  return text.trim().replaceAll(/\n\s*\n/g, "\n");
}
