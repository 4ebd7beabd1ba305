import { describe, expect, test } from "vitest";
import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { bytesPerToken, laidOut, weightsUseOf } from "./weights-use.ts";

function use(...tensors: [name: string, type: string, rows: number, sizeBytes: number][]) {
  const all = tensors.map(([name, type, rows, sizeBytes]) => ({ name, type, shape: [32, rows], sizeBytes }));
  return weightsUseOf({ dataOffset: 7, tensors: all } as unknown as GgufHeader);
}

test("a token reads one row of the table of words, unless the table makes the words too", () => {
  const own = use(["token_embd.weight", "Q8_0", 64, 100], ["output.weight", "Q8_0", 64, 100], ["blk.0.x", "F32", 1, 5]);
  expect(bytesPerToken(own, 205, 1)).toBe(105);
  const tied = use(["token_embd.weight", "Q8_0", 64, 100], ["blk.0.x", "F32", 1, 5]);
  expect(bytesPerToken(tied, 105, 1)).toBe(105);
});

test("of a mixture's experts a token reads its share", () => {
  const mixture = use(
    ["token_embd.weight", "Q8_0", 64, 100],
    ["blk.0.ffn_up_exps.weight", "Q4_K", 64, 800],
    ["blk.1.ffn_gate.7.weight", "Q4_K", 64, 80],
    ["blk.0.attn_q.weight", "Q4_K", 64, 20],
  );
  expect(mixture.expertBytes).toBe(880);
  expect(bytesPerToken(mixture, 1_000, 0.25)).toBe(100 + 20 + 220);
});

describe("what is laid out anew", () => {
  const mixed = use(
    ["token_embd.weight", "Q4_K", 64, 144],
    ["output.weight", "Q6_K", 64, 7],
    ["blk.0.attn_q.weight", "Q4_K", 64, 288],
    ["blk.0.attn_k.weight", "Q8_0", 64, 340],
    ["blk.0.odd.weight", "Q4_K", 63, 3],
  );

  test("is the matrices of types that this processor wants otherwise; the file's may be dropped", () => {
    expect(laidOut(mixed, "x64")).toEqual({ moreBytes: 0, unreadBytes: 288 });
    expect(laidOut(mixed, "arm64")).toEqual({ moreBytes: 0, unreadBytes: 288 + 340 + 7 });
    expect(laidOut(mixed, "riscv64")).toEqual({ moreBytes: 0, unreadBytes: 0 });
  });

  test("takes a little more in AMX's tiles", () => {
    const { moreBytes, unreadBytes } = laidOut(mixed, "x64-amx");
    expect(moreBytes).toBeCloseTo(8 + 40);
    expect(unreadBytes).toBe(288 + 340 + 7);
  });

  test("is the table of words, too, where it makes the words: its rows are still read as they were", () => {
    const tied = use(["token_embd.weight", "Q8_0", 64, 340], ["blk.0.attn_q.weight", "F32", 64, 10]);
    expect(laidOut(tied, "x64").moreBytes).toBe(0);
    expect(laidOut(tied, "arm64")).toEqual({ moreBytes: 340, unreadBytes: 0 });
    expect(laidOut(tied, "x64-amx").moreBytes).toBeCloseTo(380);
  });
});
