import { expect, test } from "vitest";
import type { Message } from "#main/chat/contract.ts";
import { textParts } from "./text-parts.ts";

function message(text: string, mode?: "chat" | "text"): Message {
  return { text, generation: mode === undefined ? null : { mode } } as unknown as Message;
}

const shown = (...messages: Message[]) =>
  textParts(messages)
    .map((part) => part.text)
    .join("");

test("a text is shown letter by letter, and answers from before it was one stand apart", () => {
  expect(shown(message("The light"), message("house", "text"))).toBe("The lighthouse");
  expect(shown(message("Who?"), message("A painter.", "chat"), message("She"), message(" lived", "text"))).toBe(
    "Who?\n\nA painter.\n\nShe lived",
  );
});
