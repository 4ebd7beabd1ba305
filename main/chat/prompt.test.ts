import { expect, test } from "vitest";
import { joinText, toPrompt } from "./prompt.ts";

const mine = (text: string) => ({ role: "user" as const, text, mode: null });
const its = (text: string, mode: "chat" | "text") => ({ role: "assistant" as const, text, mode });

test("a text is joined letter by letter: a model may go on within a word", () => {
  expect(joinText([mine("The light"), its("house stood", "text"), mine(" alone.")])).toBe(
    "The lighthouse stood alone.",
  );
});

test("an answer to a question stands apart in a text", () => {
  const messages = [mine("Who was she?"), its("A painter.", "chat"), mine("She lived"), its(" in Ghent.", "text")];
  expect(joinText(messages)).toBe("Who was she?\n\nA painter.\n\nShe lived in Ghent.");
});

test("what stands apart already gets no more room, and what is empty gets none", () => {
  expect(joinText([mine("Who was she?\n"), its("A painter.", "chat"), mine(" Then")])).toBe(
    "Who was she?\nA painter. Then",
  );
  expect(joinText([mine("Who?"), its("", "chat"), mine(" Now")])).toBe("Who? Now");
});

test("a prompt has one turn for each side in turn, and none for empty answers", () => {
  const messages = [mine("One"), its("", "chat"), mine("Two"), its("Three", "chat")].map((message, index) => ({
    id: String(index),
    ...message,
  }));
  expect(toPrompt("chat", "", messages)).toEqual({
    kind: "chat",
    systemPrompt: "",
    turns: [
      { id: "0+2", role: "user", text: "One\n\nTwo" },
      { id: "3", role: "assistant", text: "Three" },
    ],
  });
});
