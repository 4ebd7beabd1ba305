import { expect, test } from "vitest";
import { textPieces } from "./text-pieces.ts";

test("a short text is one piece", () => {
  expect(textPieces("One\ntwo\n")).toEqual(["One\ntwo\n"]);
});

test("a long text is cut between lines, and nothing of it is lost", () => {
  const text = Array.from({ length: 3_000 }, (_, index) => `Line ${String(index)}, and what it says`).join("\n");
  const pieces = textPieces(text);
  expect(pieces.length).toBeGreaterThan(10);
  expect(pieces.join("\n")).toBe(text);
});

test("a long line stays whole", () => {
  const line = "word ".repeat(5_000);
  expect(textPieces(line)).toEqual([line]);
});
