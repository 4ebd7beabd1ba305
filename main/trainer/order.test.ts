import { describe, expect, test } from "vitest";
import { createOrder, type Ordered, pack, seedOf } from "./order.ts";

const order = (given: Partial<Ordered> = {}) =>
  createOrder({ count: 10, epochs: 2, maxSteps: null, batchExamples: 4, seed: 1, ...given });
const all = (given: ReturnType<typeof order>): number[] =>
  Array.from({ length: given.steps }, (_, step) => given.examplesOf(step)).flat();
const sorted = (indices: readonly number[]): number[] => indices.toSorted((a, b) => a - b);
const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe("the order of examples", () => {
  test("each once an epoch, in another order each time, across the steps' bounds", () => {
    const given = order();
    expect(given.steps).toBe(5);
    const read = all(given);
    expect(sorted(read.slice(0, 10))).toEqual(TEN);
    expect(sorted(read.slice(10))).toEqual(TEN);
    expect(read.slice(0, 10)).not.toEqual(read.slice(10));
    expect(read.slice(0, 10)).not.toEqual(TEN);
  });

  test("follows from the seed and the step alone", () => {
    const given = order();
    const backwards = [4, 3, 2, 1, 0].map((step) => given.examplesOf(step)).toReversed();
    expect(backwards.flat()).toEqual(all(order()));
    expect(all(order({ seed: 2 }))).not.toEqual(all(order()));
  });

  test("the last step has what is left, and so has part of an epoch", () => {
    expect(order({ epochs: 1 }).examplesOf(2)).toHaveLength(2);
    expect(all(order({ epochs: 0.5 }))).toHaveLength(5);
    expect(all(order({ epochs: 0.001 }))).toHaveLength(1);
  });

  test("ends after as many steps as were wanted, also none", () => {
    expect(order({ maxSteps: 2 })).toMatchObject({ steps: 2, examples: 8 });
    expect(order({ maxSteps: 99 }).steps).toBe(5);
    expect(order({ maxSteps: 0 }).steps).toBe(0);
  });

  test("counts epochs", () => {
    expect([0, 1, 5].map((step) => order().epochAt(step))).toEqual([0, 0.4, 2]);
  });

  test("each of a hundred thousand once", () => {
    const given = order({ count: 100_000, epochs: 1, batchExamples: 1_000 });
    expect(new Set(all(given)).size).toBe(100_000);
  });
});

describe("packing", () => {
  const lengths = [50, 10, 100, 40, 60, 10];
  const packed = (mostExamples: number, mostTokens = 100): number[][] =>
    pack([0, 1, 2, 3, 4, 5], { tokensAt: (index) => lengths[index] ?? 0, mostExamples, mostTokens });

  test("puts the longest first and others where there is room, each in one pack", () => {
    expect(packed(4)).toEqual([[2], [4, 3], [0, 1, 5]]);
    expect(sorted(packed(4).flat())).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("no more than so many examples in one", () => {
    expect(packed(1)).toHaveLength(6);
    expect(Math.max(...packed(2).map(({ length }) => length))).toBe(2);
  });

  test("an example longer than a pack has one of its own", () => {
    expect(packed(4, 45)).toContainEqual([2]);
  });
});

test("seeds of several numbers depend on each of them and on their places", () => {
  const seeds = [seedOf(1, 2, 3), seedOf(1, 3, 2), seedOf(2, 2, 3), seedOf(1, 2), seedOf(1, 2, 0)];
  expect(new Set(seeds).size).toBe(seeds.length);
  for (const seed of seeds) expect(seed).toSatisfy((value: number) => Number.isInteger(value) && value >= 0);
});
