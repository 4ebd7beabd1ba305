import type { Message } from "./conversation.ts";

/** What questions and answers are called in data, the likeliest first; the same for fields of JSON and columns of tables. */
export const PROMPT_NAMES = ["prompt", "instruction", "question", "query", "user"] as const;
/** Stands beside an instruction; without one it is the question. */
export const INPUT_NAMES = ["input", "context"] as const;
export const ANSWER_NAMES = ["completion", "response", "output", "answer", "assistant"] as const;
export const SYSTEM_NAMES = ["system", "system_prompt"] as const;
export const TEXT_NAMES = ["text", "content"] as const;

export function pair(question: string, answer: string, thoughts: string | null): Message[] {
  return [
    { role: "user", text: question, thoughts: null },
    { role: "assistant", text: answer, thoughts },
  ];
}
