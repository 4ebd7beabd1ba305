import { expect, test } from "vitest";
import { asJsonLines, dollyPair, seedPair } from "./instructions.ts";

const HEAD =
  "Below is an instruction that describes a task. Write a response that appropriately completes the request.";

test("of Dolly the form around question, text and answer is taken away", () => {
  const prompt = `${HEAD}\n\n### Instruction:\nWhy is that?\n\n### Input:\nSome text.\n\nMore of it.\n\n### Response:`;
  const answer = "Because.###eos_token###";
  expect(dollyPair({ prompt, answer })).toEqual({
    question: "Why is that?\nSome text.\n\nMore of it.",
    answer: "Because.",
  });
  const bare = `${HEAD}\n\n### Instruction:\nWhy?\n\n### Response:`;
  expect(dollyPair({ prompt: bare, answer })).toEqual({ question: "Why?", answer: "Because." });
  expect(() => dollyPair({ prompt: "Why?", answer })).toThrow("no instruction");
});

test("of a seed task the first text is taken", () => {
  const task = {
    instruction: "Translate.",
    instances: [
      { input: "one", output: " un " },
      { input: "two", output: "deux" },
    ],
  };
  expect(seedPair(task)).toEqual({ question: "Translate.\none", answer: "un" });
  expect(asJsonLines([seedPair(task)])).toBe(
    '{"messages":[{"role":"user","content":"Translate.\\none"},{"role":"assistant","content":"un"}]}',
  );
});
