import fc from "fast-check";
import { expect, it } from "vitest";
import { splitByPrompt } from "./split.ts";

const prompts = fc.array(fc.bigInt({ min: 0n, max: 30n }), { minLength: 1, maxLength: 200 });

it("puts every example on one side, and those of one prompt on the same", () => {
  fc.assert(
    fc.property(prompts, fc.double({ min: 0, max: 0.5, noNaN: true }), fc.nat(), (keys, share, seed) => {
      const { training, heldOut } = splitByPrompt(BigUint64Array.from(keys), share, seed);
      expect([...training, ...heldOut].toSorted((a, b) => a - b)).toEqual([...keys.keys()]);
      const learnt = new Set([...training].map((index) => keys[index]));
      expect([...heldOut].filter((index) => learnt.has(keys[index]))).toEqual([]);
      expect(training.length).toBeGreaterThan(0);
      if (share === 0) expect(heldOut).toHaveLength(0);
      else if (new Set(keys).size > 1) expect(heldOut.length).toBeGreaterThan(0);
    }),
  );
});

it("meets the share to one example where all prompts differ, by the seed and by nothing else", () => {
  const keys = BigUint64Array.from({ length: 1_000 }, (_, index) => BigInt(index));
  const once = splitByPrompt(keys, 0.1, 1).heldOut;
  expect(once).toHaveLength(100);
  expect(splitByPrompt(keys, 0.1, 1).heldOut).toEqual(once);
  expect(splitByPrompt(keys, 0.1, 2).heldOut).not.toEqual(once);
});

it("holds back neither everything nor a group that is far too large", () => {
  const keys = BigUint64Array.from({ length: 100 }, (_, index) => (index < 90 ? 7n : BigInt(100 + index)));
  for (let seed = 0; seed < 20; seed += 1) expect(splitByPrompt(keys, 0.1, seed).training.length).toBeGreaterThan(0);
  expect(splitByPrompt(BigUint64Array.of(5n, 5n, 5n), 0.5, 1).heldOut).toHaveLength(0);
});
