import { expect, test } from "vitest";
import { median, percentile } from "./statistics.ts";

test("the median of an even list lies between its middle values", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});

test("percentiles reach the ends of the list", () => {
  expect(percentile([3, 1, 2], 0)).toBe(1);
  expect(percentile([3, 1, 2], 100)).toBe(3);
  expect(percentile([0, 10], 95)).toBeCloseTo(9.5);
});

test("an empty list has no median", () => {
  expect(median([])).toBeNaN();
});
