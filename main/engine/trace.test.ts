import { describe, expect, it } from "vitest";
import { type Batch, cutTrace, formatTrace, parseTrace, sharedBatches, traceLength } from "./trace.ts";

const read = (kept: number, threads = 2, dropped: number[] = []): Batch => ({ kept, threads, dropped });

describe("a trace", () => {
  it("is the same after being written down", () => {
    const batches = [
      read(512),
      read(512),
      read(37),
      read(30, 2, [5, 17]),
      ...Array.from({ length: 200 }, () => read(1, 1)),
    ];
    const text = formatTrace(batches);
    expect(text).toBe("512@2*2,37@2,30@2-5.17,1@1*200");
    expect(parseTrace(text)).toEqual(batches);
    expect(traceLength(batches)).toBe(1_291);
  });

  it("remembers what was guessed ahead, for the answer alone", () => {
    const batches: Batch[] = [
      read(8),
      { ...read(3, 2, [7]), drafted: [4, 5] },
      read(1),
      { ...read(2, 1), drafted: [9] },
    ];
    expect(formatTrace(batches)).toBe("8@2,3@2+4.5-7,1@2,2@1+9");
    expect(parseTrace(formatTrace(batches))).toEqual(batches);
    expect(formatTrace(batches, 11)).toBe("8@2,3@2-7,1@2,2@1+9");
  });

  it("drops a guess with the rest of a cut batch", () => {
    const cut = cutTrace([{ ...read(4, 2, [9]), drafted: [2, 3, 4] }], 2, [1, 2, 3, 4]);
    expect(cut).toEqual([{ ...read(2, 2, [3, 4, 9]), drafted: [2] }]);
    expect(cutTrace(cut, 1, [1, 2])).toEqual([read(1, 2, [2, 3, 4, 9])]);
  });

  it.each([
    "",
    "x",
    "12",
    "12@",
    "0@2",
    "12@0",
    "12@2*",
    "12@2,,",
    "12@2-",
    "99999@1*9999999",
    "12@2;13@2",
    "3@2+4",
    "3@2+",
  ])("refuses %j", (text) => expect(parseTrace(text)).toBeNull());

  it("remembers the tokens that a cut batch has lost", () => {
    const tokens = Array.from({ length: 20 }, (_, index) => 100 + index);
    const cut = cutTrace([read(10), read(10)], 13, tokens);
    expect(cut).toEqual([read(10), read(3, 2, [113, 114, 115, 116, 117, 118, 119])]);
    expect(cutTrace(cut, 12, tokens.slice(0, 13))).toEqual([
      read(10),
      read(2, 2, [112, 113, 114, 115, 116, 117, 118, 119]),
    ]);
  });

  it("cuts cleanly between batches", () => {
    expect(cutTrace([read(10), read(10)], 10, [])).toEqual([read(10)]);
  });

  it("shares only what was read in the same way", () => {
    expect(sharedBatches([read(10), read(5), read(1)], [read(10), read(5), read(2)])).toBe(2);
    expect(sharedBatches([read(10, 1)], [read(10, 2)])).toBe(0);
    expect(sharedBatches([read(10, 2, [7])], [read(10, 2, [8])])).toBe(0);
    expect(sharedBatches([read(10)], [read(10), read(1)])).toBe(1);
  });
});
