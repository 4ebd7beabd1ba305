import { expect, test } from "vitest";
import { isSameVocabulary, type Vocabulary } from "./vocabulary.ts";

const some: Vocabulary = { words: ["<s>", "</s>", "a", "b"], bos: "<s>", eos: "</s>", kind: "llama" };

test("the same words in the same order are one vocabulary, also with some unused ones after them", () => {
  expect(isSameVocabulary(some, { ...some })).toBe(true);
  const filled = [...some.words, ...Array.from({ length: 100 }, (_, index) => `[PAD${String(index)}]`)];
  expect(isSameVocabulary(some, { ...some, words: filled })).toBe(true);
});

test.each<[string, Partial<Vocabulary>]>([
  ["another word", { words: ["<s>", "</s>", "a", "c"] }],
  ["another order", { words: ["<s>", "</s>", "b", "a"] }],
  ["many more words", { words: [...some.words, ...Array.from({ length: 200 }, String)] }],
  ["another beginning", { bos: "a" }],
  ["another end", { eos: "b" }],
  ["words that are cut otherwise", { kind: "gpt2" }],
])("%s makes it another", (_what, change) => {
  expect(isSameVocabulary(some, { ...some, ...change })).toBe(false);
});
