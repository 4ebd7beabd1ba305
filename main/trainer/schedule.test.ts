import { expect, test } from "vitest";
import { learningRateAt } from "./schedule.ts";

const settings = { learningRate: 1, warmup: 0.2, schedule: "cosine" } as const;
const rates = (given: Parameters<typeof learningRateAt>[0], steps = 10): number[] =>
  Array.from({ length: steps }, (_, step) => learningRateAt(given, step, steps));

test("rises over the first steps, the first of which learns already", () => {
  expect(rates(settings).slice(0, 3)).toEqual([0.5, 1, 1]);
});

test("falls along half a cosine wave, whose middle is half of the rate", () => {
  const [, , first, , , , middle, , , last] = rates(settings);
  expect(first).toBe(1);
  expect(middle).toBeCloseTo(0.5, 9);
  expect(last).toBeCloseTo((1 + Math.cos((Math.PI * 7) / 8)) / 2, 9);
});

test("falls along a line, or stays", () => {
  expect(rates({ ...settings, schedule: "linear" })[6]).toBeCloseTo(0.5, 9);
  expect(rates({ ...settings, schedule: "constant" }).slice(1)).toEqual(Array.from({ length: 9 }, () => 1));
});

test("has a rate for each step also of the shortest runs", () => {
  expect(rates(settings, 1)).toEqual([1]);
  expect(rates({ ...settings, warmup: 1 }, 2)).toEqual([0.5, 1]);
  expect(rates({ ...settings, warmup: 0 }, 2)).toEqual([1, 0.5]);
});
