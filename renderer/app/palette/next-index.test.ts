import { expect, it } from "vitest";
import { nextIndex } from "./next-index.ts";

const sizes = [3, 2, 4];
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

it("goes round with the arrows, through all groups", () => {
  expect(nextIndex(key("ArrowDown"), 2, sizes)).toBe(3);
  expect(nextIndex(key("ArrowDown"), 8, sizes)).toBe(0);
  expect(nextIndex(key("ArrowUp"), 0, sizes)).toBe(8);
});

it("goes to the next group with Tab, and back to the head of this or the one before with Shift", () => {
  expect(nextIndex(key("Tab"), 1, sizes)).toBe(3);
  expect(nextIndex(key("Tab"), 6, sizes)).toBe(0);
  expect(nextIndex(key("Tab", true), 4, sizes)).toBe(3);
  expect(nextIndex(key("Tab", true), 3, sizes)).toBe(0);
  expect(nextIndex(key("Tab", true), 0, sizes)).toBe(5);
});

it("leaves every other key to the field", () => {
  expect(nextIndex(key("a"), 0, sizes)).toBeNull();
  expect(nextIndex(key("Home"), 0, sizes)).toBeNull();
});
