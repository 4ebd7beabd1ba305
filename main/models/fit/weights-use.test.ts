import { expect, test } from "vitest";
import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { bytesPerToken, repackedBytes, weightsUseOf } from "./weights-use.ts";

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

test("matrices of the types that this processor wants laid out anew are there twice, but for the table of words", () => {
  const mixed = use(
    ["token_embd.weight", "Q4_K", 64, 100],
    ["blk.0.attn_q.weight", "Q4_K", 64, 20],
    ["blk.0.attn_k.weight", "Q8_0", 64, 10],
    ["blk.0.odd.weight", "Q4_K", 63, 3],
  );
  expect(repackedBytes(mixed, "x64")).toBe(20);
  expect(repackedBytes(mixed, "arm64")).toBe(30);
  expect(repackedBytes(mixed, "riscv64")).toBe(0);
});
