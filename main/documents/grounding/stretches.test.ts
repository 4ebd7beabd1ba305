import { expect, test } from "vitest";
import { stretchesOf } from "./stretches.ts";

test("numbers that follow one another are one stretch, in their order and each once", () => {
  expect(stretchesOf([])).toEqual([]);
  expect(stretchesOf([31, 3, 1, 2, 2, 14, 15])).toEqual([
    [1, 3],
    [14, 15],
    [31, 31],
  ]);
});
