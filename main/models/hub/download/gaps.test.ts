import { expect, test } from "vitest";
import { createGaps, type Range } from "./gaps.ts";

const SIZES = { minBytes: 10, maxBytes: 100, share: 1 / 8 };

function takeAll(gaps: ReturnType<typeof createGaps>): Range[] {
  const taken: Range[] = [];
  for (let piece = gaps.take(); piece !== null; piece = gaps.take()) taken.push(piece);
  return taken;
}

test("pieces follow one another without a gap, and get smaller towards the end", () => {
  const pieces = takeAll(createGaps(2_000, [], SIZES));
  const lengths = pieces.map(({ from, to }) => to - from);
  expect(pieces.map(({ from }) => from)).toEqual([0, ...pieces.map(({ to }) => to).slice(0, -1)]);
  expect(pieces.at(-1)?.to).toBe(2_000);
  expect(lengths[0]).toBe(100);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
  expect(lengths.at(-1)).toBeLessThanOrEqual(10);
});

test("what is held is not handed out; what is given back is, first", () => {
  const gaps = createGaps(60, [{ from: 20, to: 30 }], SIZES);
  expect(gaps.missingBytes).toBe(50);
  expect(gaps.take()).toEqual({ from: 0, to: 10 });
  gaps.giveBack({ from: 4, to: 10 });
  expect(takeAll(gaps)).toEqual([
    { from: 4, to: 10 },
    { from: 10, to: 20 },
    { from: 30, to: 40 },
    { from: 40, to: 50 },
    { from: 50, to: 60 },
  ]);
});
