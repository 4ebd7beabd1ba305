import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { type TestTensor, writePeft } from "../testing.ts";
import { convertPeft } from "./convert.ts";
import { readPeft } from "./read.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloister-peft-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Of a model 4 wide with 2 heads, 1 of the keys, and 6 in its feed-forward part: [columns, rows]. */
const PARTS = {
  "layers.0.self_attn.q_proj": [4, 8],
  "layers.0.self_attn.k_proj": [4, 4],
  "layers.1.mlp.down_proj": [6, 4],
} as const;
const RANK = 2;

/** Sixteenths, which every format holds exactly. */
function adapter(): Record<string, TestTensor> {
  let count = 0;
  const half = (rows: number, columns: number): TestTensor => ({
    shape: [rows, columns],
    values: Float32Array.from({ length: rows * columns }, () => (((count++ * 37) % 101) - 50) / 16),
  });
  const tensors: Record<string, TestTensor> = {};
  for (const [part, [columns, rows]] of Object.entries(PARTS)) {
    tensors[`base_model.model.model.${part}.lora_A.weight`] = half(RANK, columns);
    tensors[`base_model.model.model.${part}.lora_B.weight`] = half(rows, RANK);
  }
  return tensors;
}

/** The file that comes of it: its metadata, and of each tensor the type, shape and values in sixteenths. */
async function converted(architecture: string, config: Record<string, unknown> = {}) {
  const peft = await readPeft(await writePeft(join(folder, "peft"), adapter(), { r: RANK, lora_alpha: 6, ...config }));
  const path = join(folder, "out.gguf");
  const options = { signal: new AbortController().signal, onProgress: () => undefined };
  const target = { architecture, heads: [2, 2], keyHeads: [1, 1] };
  await convertPeft(peft, target, { path, name: "Tiny" }, options);
  const { metadata, tensors, dataOffset } = await readGgufHeader(path);
  const bytes = await readFile(path);
  const values = (offset: number, count: number) =>
    Array.from({ length: count }, (_, index) => bytes.readFloatLE(dataOffset + offset + index * 4) * 16);
  const found = tensors.map(({ name, type, shape, offset, sizeBytes }) => [
    name,
    [type, ...shape].join(" "),
    values(offset, sizeBytes / 4),
  ]);
  return { metadata, tensors: new Map(found.map(([name, ...rest]) => [name, rest])) };
}

/** What llama.cpp's convert_lora_to_gguf.py (that of node-llama-cpp's bundle, with gguf 0.19.0) makes of the same adapter for Gemma 3. */
const GEMMA3 = {
  "blk.0.attn_q.weight.lora_a": ["F32 4 2", [-50, -13, 24, -40, -3, 34, -30, 7]],
  "blk.0.attn_q.weight.lora_b": ["F32 2 8", [44, -20, 17, -47, -10, 27, -37, 0, 37, -27, 10, 47, -17, 20, -44, -7]],
  "blk.0.attn_k.weight.lora_a": ["F32 4 2", [30, -34, 3, 40, -24, 13, 50, -14]],
  "blk.0.attn_k.weight.lora_b": ["F32 2 4", [23, -41, -4, 33, -31, 6, 43, -21]],
  "blk.1.ffn_down.weight.lora_a": ["F32 6 2", [16, -48, -11, 26, -38, -1, 36, -28, 9, 46, -18, 19]],
  "blk.1.ffn_down.weight.lora_b": ["F32 2 4", [-45, -8, 29, -35, 2, 39, -25, 12]],
};
/** For Llama it turns the rows of queries and keys. */
const LLAMA = {
  ...GEMMA3,
  "blk.0.attn_q.weight.lora_b": ["F32 2 8", [44, -20, -10, 27, 17, -47, -37, 0, 37, -27, -17, 20, 10, 47, -44, -7]],
  "blk.0.attn_k.weight.lora_b": ["F32 2 4", [23, -41, -31, 6, -4, 33, 43, -21]],
};

test.each([
  { architecture: "gemma3", expected: GEMMA3 },
  { architecture: "llama", expected: LLAMA },
])("names, shapes, values and metadata are those of llama.cpp's own converter: $architecture", async (each) => {
  const { metadata, tensors } = await converted(each.architecture);
  expect(Object.fromEntries(tensors)).toEqual(each.expected);
  expect(Object.fromEntries(metadata)).toMatchObject({
    "general.architecture": each.architecture,
    "general.type": "adapter",
    "general.name": "Tiny",
    "adapter.type": "lora",
    "adapter.lora.alpha": 6,
  });
});

test("of a rank-stabilised one the values are the same, and alpha makes alpha / √rank of llama.cpp's alpha / rank", async () => {
  const { metadata, tensors } = await converted("gemma3", { use_rslora: true });
  expect(Object.fromEntries(tensors)).toEqual(GEMMA3);
  // The other converter keeps 6, and the adapter then works less strongly than it was trained to.
  expect(Number(metadata.get("adapter.lora.alpha")) / RANK).toBeCloseTo(6 / Math.sqrt(RANK), 6);
});
