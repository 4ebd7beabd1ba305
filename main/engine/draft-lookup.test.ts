import { describe, expect, it } from "vitest";
import { createLookup } from "./draft-lookup.ts";

const text = [1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 1, 2];

describe("looking up what followed before", () => {
  it("guesses what came after the same tokens", async () => {
    expect(await createLookup(3).draft(text, 3, 16)).toEqual([4, 5, 6]);
  });

  it("has no idea where nothing agrees, and none at the very beginning", async () => {
    expect(await createLookup(8).draft(text, 9, 16)).toEqual([]);
    expect(await createLookup(8).draft([], 1, 16)).toEqual([]);
    expect(await createLookup(8).draft([1], 1, 16)).toEqual([]);
  });

  it("guesses no more than there is room for", async () => {
    expect(await createLookup(8).draft(text, 3, 2)).toEqual([4, 5]);
    expect(await createLookup(8).draft(text, 3, 0)).toEqual([]);
  });

  it("takes the place where more agrees, and of equal ones the later", async () => {
    const twice = [9, 1, 2, 30, 8, 1, 2, 40, 7, 9, 1];
    expect(await createLookup(1).draft(twice, 2, 16)).toEqual([30]);
    const equal = [1, 2, 30, 8, 1, 2, 40, 7, 1];
    expect(await createLookup(1).draft(equal, 2, 16)).toEqual([40]);
  });

  it("guesses further after right guesses, and less after wrong ones", async () => {
    const long = [...Array.from({ length: 40 }, (_, index) => index), 0];
    const lookup = createLookup(16);
    const lengths: number[] = [];
    for (const accepted of [4, 8, 16, 3, 4]) {
      const guess = await lookup.draft(long, 1, 32);
      lengths.push(guess.length);
      lookup.note(guess.length, Math.min(accepted, guess.length));
    }
    expect(lengths).toEqual([4, 8, 16, 16, 4]);
  });

  it("asks for a longer match after wrong guesses, until one is right", async () => {
    const lookup = createLookup(4);
    lookup.note(4, 0);
    lookup.note(4, 0);
    expect(await lookup.draft([1, 2, 3, 4, 5, 1], 2, 16)).toEqual([]);
    lookup.note(4, 1);
    expect(await lookup.draft([1, 2, 3, 4, 5, 1], 2, 16)).toEqual([3, 4]);
  });
});
