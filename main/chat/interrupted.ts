import { interrupted } from "./failure.ts";
import type { ChatStore } from "./store.ts";
import { countWords } from "./words.ts";

/** Answers that were waiting or being written when the app was killed: what was saved of them is kept, and says what happened. */
export function endInterrupted({ messages, write }: ChatStore): void {
  const left = messages.underWay();
  if (left.length === 0) return;
  write(() => {
    for (const message of left) {
      const { text, thoughts, grounding } = message;
      const generation = message.generation && { ...message.generation, stopReason: "stopped" as const };
      const error = interrupted(countWords(text)).toShape();
      messages.save(message.id, { text, thoughts, status: "failed", error, generation, grounding });
    }
  });
}
