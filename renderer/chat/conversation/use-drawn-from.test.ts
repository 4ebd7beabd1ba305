import { expect, test } from "vitest";
import { firstScreen } from "./use-drawn-from.ts";

const turns = (count: number, characters: number) =>
  Array.from({ length: count }, () => ({ text: "a".repeat(characters) }));

test("a screen of the newest turns: few long ones, more short ones, never none", () => {
  expect(firstScreen(turns(300, 1_000))).toBe(298);
  expect(firstScreen(turns(300, 5))).toBe(292);
  expect(firstScreen(turns(300, 100_000))).toBe(299);
  expect(firstScreen(turns(3, 20))).toBe(0);
  expect(firstScreen([])).toBe(0);
});
