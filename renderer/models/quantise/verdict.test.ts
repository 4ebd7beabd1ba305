import { expect, it } from "vitest";
import { outOfHundred, verdictOf } from "./verdict.ts";

it.each([
  [0, "same"],
  [0.01, "same"],
  [0.03, "close"],
  [0.1, "some"],
  [0.58, "much"],
])("a divergence of %f is called %s", (klDivergence, verdict) => {
  expect(verdictOf({ klDivergence })).toBe(verdict);
});

it("does not say that all places are the same when one is not", () => {
  expect(outOfHundred(0.999)).toBe(99);
  expect(outOfHundred(1)).toBe(100);
  expect(outOfHundred(0.624)).toBe(62);
});
