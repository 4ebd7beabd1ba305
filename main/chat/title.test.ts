import { expect, test } from "vitest";
import { firstWords } from "./title.ts";

test.each([
  ["Hello", "Hello"],
  ["\n\n  ## A heading\nand more", "A heading"],
  ["- a\tlist   of things", "a list of things"],
  [`${"word ".repeat(30)}end`, `${"word ".repeat(12).trim()}…`],
  ["漢".repeat(80), `${"漢".repeat(60)}…`],
  ["👩‍🔬".repeat(2), "👩‍🔬👩‍🔬"],
  ["---", "---"],
  ["   ", ""],
])("%j is called %j", (text, title) => {
  expect(firstWords(text)).toBe(title);
});
