import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adapterFacts, misfit, type ModelLayout, type Shape } from "./adapter.ts";
import { checkFinite } from "./finite.ts";
import { encodeTensor } from "./encode.ts";
import { readGgufHeader } from "./read.ts";
import { tinyAdapter } from "./tiny-adapter.ts";
import { gguf, type GgufFile, type GgufTensorData, writeGguf } from "./write.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "adapter-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(file: GgufFile): Promise<string> {
  const path = join(folder, "adapter.gguf");
  await writeGguf(path, file);
  return path;
}

const factsOf = async (file: GgufFile) => adapterFacts(await readGgufHeader(await written(file)));
const withField = (key: string, field: GgufFile["metadata"][string]): GgufFile => {
  const file = tinyAdapter();
  return { ...file, metadata: { ...file.metadata, [key]: field } };
};
const withTensors = (change: (tensors: readonly GgufTensorData[]) => GgufTensorData[]): GgufFile => {
  const file = tinyAdapter();
  return { ...file, tensors: change(file.tensors) };
};

test("says for what it was made, its rank and its alpha", async () => {
  const file = withField("general.base_model.0.name", gguf.string("Llama 1B"));
  expect(await factsOf(file)).toMatchObject({ architecture: "llama", alpha: 8, rank: 4, baseModel: "Llama 1B" });
});

// llama.cpp asks for these as what it expects, and ends the process when they are something else.
test.each([
  ["general.type", gguf.u32(7), /a model of its own/],
  ["general.architecture", gguf.strings(["llama"]), /which kind of model/],
  ["adapter.type", gguf.u32(1), /which is no LoRA/],
  ["adapter.type", gguf.string("aloha"), /kind "aloha", which is no LoRA/],
  ["adapter.lora.alpha", gguf.string("8"), /alpha\) is not a number/],
  ["adapter.lora.alpha", gguf.f32(Number.NaN), /not a finite number/],
  ["adapter.alora.invocation_tokens", gguf.f32s([1]), /after certain words only/],
] as const)("%s of another kind is refused", async (key, field, problem) => {
  await expect(factsOf(withField(key, field))).rejects.toThrow(problem);
});

test.each([
  ["half of a pair", (tensors: readonly GgufTensorData[]) => tensors.slice(1), /one half .* is missing/],
  ["nothing", () => [], /there is nothing in it/],
  [
    "whole weights",
    ([first]: readonly GgufTensorData[]) => (first ? [{ ...first, name: "output.weight" }] : []),
    /no part of a LoRA/,
  ],
  [
    "halves of two ranks",
    ([a, b]: readonly GgufTensorData[]) =>
      a && b ? [a, { ...b, shape: [2, 64], data: new Uint8Array(2 * 64 * 4) }] : [],
    /do not belong together/,
  ],
])("one with %s is refused", async (_, change, problem) => {
  await expect(factsOf(withTensors(change))).rejects.toThrow(problem);
});

test("experts must be as many as the model's: llama.cpp looks at that only when it is too late", async () => {
  const data = (count: number) => encodeTensor("F32", new Float32Array(count));
  const experts = (count: number): GgufTensorData[] => [
    { name: "blk.0.ffn_up_exps.weight.lora_a", type: "F32", shape: [8, 2, count], data: data(16 * count) },
    { name: "blk.0.ffn_up_exps.weight.lora_b", type: "F32", shape: [2, 4, count], data: data(8 * count) },
  ];
  const layout: ModelLayout = new Map<string, Shape>([["blk.0.ffn_up_exps.weight", [8, 4, 3]]]);
  expect(misfit(await factsOf(withTensors(() => experts(3))), "llama", layout)).toBeNull();
  expect(misfit(await factsOf(withTensors(() => experts(2))), "llama", layout)).toMatch(/number of experts/);
});

test("the table of words is added to the other way round", async () => {
  const data = (count: number) => encodeTensor("F32", new Float32Array(count));
  const file = withTensors(() => [
    { name: "token_embd.weight.lora_a", type: "F32", shape: [2, 100], data: data(200) },
    { name: "token_embd.weight.lora_b", type: "F32", shape: [2, 8], data: data(16) },
  ]);
  const layout: ModelLayout = new Map<string, Shape>([["token_embd.weight", [8, 100, 1]]]);
  expect(misfit(await factsOf(file), "llama", layout)).toBeNull();
});

test.each([
  ["F16", Number.POSITIVE_INFINITY],
  ["F16", Number.NaN],
  ["Q8_0", Number.POSITIVE_INFINITY],
] as const)("what is not finite is found in %s (%d)", async (type, value) => {
  const values = new Float32Array(64 * 4).fill(0.5);
  const sound = (name: string): GgufTensorData => ({ name, type, shape: [64, 4], data: encodeTensor(type, values) });
  const spoilt = { ...sound("blk.0.attn_q.weight.lora_a"), data: encodeTensor(type, values.with(200, value)) };
  const check = async (tensor: GgufTensorData) => {
    const path = await written(withTensors(() => [tensor]));
    await checkFinite(path, await readGgufHeader(path));
  };
  await check(sound("blk.0.attn_q.weight.lora_a"));
  await expect(check(spoilt)).rejects.toThrow(/blk\.0\.attn_q\.weight\.lora_a holds/);
});
