import { expect, test } from "vitest";
import { createCurve } from "./curve.ts";

test("goes from nought through the medians of what was measured, and on beyond them", () => {
  const curve = createCurve();
  expect(curve.at(100)).toBe(0);
  curve.add(100, 2);
  expect([0, 50, 100, 200].map((length) => curve.at(length))).toEqual([0, 1, 2, 4]);
  curve.add(300, 8);
  curve.add(100, 2);
  curve.add(100, 40);
  expect([50, 100, 200, 300, 400].map((length) => curve.at(length))).toEqual([1, 2, 5, 8, 11]);
  expect(curve.ratios()).toEqual([1, 1, 1, 20]);
});
