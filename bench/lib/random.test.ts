import { expect, test } from "vitest";
import { createRandom, integer } from "./random.ts";

test("the same seed gives the same run, another seed another", () => {
  const draw = (seed: number) => Array.from({ length: 8 }, createRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test("integers stay within both bounds and reach them", () => {
  const random = createRandom(1);
  const drawn = new Set(Array.from({ length: 200 }, () => integer(random, -1, 2)));
  expect([...drawn].toSorted((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
});
