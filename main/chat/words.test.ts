import { expect, test } from "vitest";
import { countWords } from "./words.ts";

test.each([
  ["", 0],
  [" \n ", 0],
  ["one", 1],
  ["one, two\nthree — 4 mg", 6],
  ["日本語を書く", 6],
  ["GPT は 速い", 4],
])("%j has %i words", (text, words) => {
  expect(countWords(text)).toBe(words);
});
