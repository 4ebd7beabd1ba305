import { expect, test } from "vitest";
import { chartPoints, topOf } from "./chart-points.ts";

test("the top is a round figure that no value reaches over", () => {
  expect([3, 31, 47, 99, 100, 412, 9_800].map((value) => topOf([value]))).toEqual([3, 40, 50, 100, 100, 500, 10_000]);
  expect(topOf([])).toBe(1);
});

test("values stand evenly from the first to the last, from 0 at the bottom", () => {
  expect(chartPoints([0, 20, 40], 100, 50)).toEqual([
    { x: 0, y: 50 },
    { x: 50, y: 25 },
    { x: 100, y: 0 },
  ]);
  expect(chartPoints([40], 100, 50)).toEqual([{ x: 50, y: 0 }]);
});
