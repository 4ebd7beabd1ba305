import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GgufHeader, readGgufHeader } from "#main/lib/gguf/read.ts";
import { turnRows } from "#main/lib/peft/turn-rows.ts";
import { openForEach } from "../../testing/open-for-each.ts";
import type { OpenModels } from "../../testing/open-models.ts";
import { openAdapters, peftTensors, shelfOf, writePeft } from "../testing.ts";

/** Parts of the tiny model (64 wide, 4 heads and 2 of the keys): [columns, rows]. */
const Q = "model.layers.0.self_attn.q_proj";
const K = "model.layers.1.self_attn.k_proj";
const DOWN = "model.layers.1.mlp.down_proj";
const PARTS = { [Q]: [64, 64], [K]: [64, 32], [DOWN]: [128, 64] } as const;

let folder: string;
let open: OpenModels;
let adapters: ReturnType<typeof openAdapters>;
let modelId: string;
openForEach((opened, path) => {
  open = opened;
  folder = path;
});
beforeEach(async () => {
  adapters = openAdapters(open);
  modelId = (await open.models.addFile(await open.write("model.gguf"))).id;
});
afterEach(() => adapters[Symbol.dispose]());

const write = (tensors = peftTensors(PARTS), config = {}) => writePeft(join(folder, "ward-letters"), tensors, config);

/** Imports it to the end; the record of the adapter that comes of it. */
async function imported(path: string, forModel: string | null = null) {
  const { jobId } = await adapters.import(path, forModel);
  const job = () => open.jobs.list().find(({ id }) => id === jobId);
  await expect.poll(() => job()?.endedAt).not.toBeNull();
  const error = job()?.error;
  if (error) throw Object.assign(new Error(error.message), error);
  const [adapter] = (await shelfOf(adapters, modelId)).adapters;
  if (adapter === undefined) throw new Error("nothing was imported");
  return { adapter, header: await readGgufHeader(adapter.path) };
}

async function valuesOf(path: string, header: GgufHeader, name: string): Promise<Float32Array> {
  const tensor = header.tensors.find((each) => each.name === name);
  if (tensor?.type !== "F32") throw new Error(`${name} is ${tensor?.type ?? "missing"}`);
  const bytes = await readFile(path);
  const begin = header.dataOffset + tensor.offset;
  return new Float32Array(Uint8Array.from(bytes.subarray(begin, begin + tensor.sizeBytes)).buffer);
}

test("becomes an adapter of this model under its folder's name, with rank, alpha and where it came from", async () => {
  const source = await write();
  const { adapter, header } = await imported(source);
  expect(adapter).toMatchObject({
    name: "ward-letters",
    rank: 4,
    baseModel: "tiny/tiny-llama",
    problem: null,
    source: { path: join(source, "adapter_model.safetensors") },
  });
  expect(adapter.path).toMatch(/data.adapters.ward-letters-[\w-]+\.gguf$/);
  expect(header.metadata.get("adapter.lora.alpha")).toBe(8);
  expect(header.tensors.map(({ name, shape }) => [name, ...shape])).toEqual([
    ["blk.0.attn_q.weight.lora_a", 64, 4],
    ["blk.0.attn_q.weight.lora_b", 4, 64],
    ["blk.1.attn_k.weight.lora_a", 64, 4],
    ["blk.1.attn_k.weight.lora_b", 4, 32],
    ["blk.1.ffn_down.weight.lora_a", 128, 4],
    ["blk.1.ffn_down.weight.lora_b", 4, 64],
  ]);
});

test("values stay what they are; rows of queries and keys go where llama.cpp has them", async () => {
  const tensors = peftTensors(PARTS, { type: "BF16" });
  const { adapter, header } = await imported(await write(tensors));
  const stored = (name: string) => tensors[`base_model.model.${name}.weight`]?.values ?? new Float32Array();
  // Half of the bits are kept, so each is within 1/256 of what was drawn.
  const close = (a: Float32Array, b: Float32Array) =>
    a.length === b.length && a.every((value, index) => Math.abs(value - (b[index] ?? 0)) <= Math.abs(value) / 127);
  const read = (name: string) => valuesOf(adapter.path, header, name);
  expect(close(await read("blk.1.ffn_down.weight.lora_b"), stored(`${DOWN}.lora_B`))).toBe(true);
  expect(close(await read("blk.0.attn_q.weight.lora_a"), stored(`${Q}.lora_A`))).toBe(true);
  expect(close(await read("blk.0.attn_q.weight.lora_b"), turnRows(stored(`${Q}.lora_B`), 4, 4))).toBe(true);
  expect(close(await read("blk.1.attn_k.weight.lora_b"), turnRows(stored(`${K}.lora_B`), 4, 2))).toBe(true);
});

test("the halves of a head's rotated pairs come to lie side by side", () => {
  const rows = [0, 1, 2, 3, 4, 5, 6, 7];
  expect([...turnRows(Float32Array.from(rows), 1, 1)]).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
  expect([...turnRows(Float32Array.from(rows), 1, 2)]).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
  expect([...turnRows(Float32Array.from(rows), 2, 1)]).toEqual([0, 1, 4, 5, 2, 3, 6, 7]);
});

test("half precision stays half precision", async () => {
  const { header } = await imported(await write(peftTensors(PARTS, { type: "F16" })));
  expect(new Set(header.tensors.map(({ type }) => type))).toEqual(new Set(["F16"]));
});

test("strengths of single parts, and rank stabilisation, are kept", async () => {
  const tensors = peftTensors({ [DOWN]: [128, 64] });
  const config = { use_rslora: true, lora_alpha: 6, alpha_pattern: { "mlp.down_proj": 18 } };
  const { adapter, header } = await imported(await write(tensors, config));
  const alpha = Number(header.metadata.get("adapter.lora.alpha"));
  const values = await valuesOf(adapter.path, header, "blk.1.ffn_down.weight.lora_b");
  const before = tensors[`base_model.model.${DOWN}.lora_B.weight`]?.values ?? new Float32Array();
  // llama.cpp multiplies by alpha / rank, PEFT by 18 / √rank.
  expect(((values[5] ?? 0) * alpha) / 4).toBeCloseTo(((before[5] ?? 0) * 18) / 2, 5);
});

test("names of wrapped models and of named adapters are known", async () => {
  const names = {
    "base_model.model.model.language_model.layers.0.mlp.up_proj.lora_A.default.weight": [4, 64],
    "base_model.model.model.language_model.layers.0.mlp.up_proj.lora_B.default.weight": [128, 4],
  } as const;
  const tensors = Object.fromEntries(
    Object.entries(names).map(([name, shape]) => [name, { shape, values: new Float32Array(shape[0] * shape[1]) }]),
  );
  const { header } = await imported(await write(tensors));
  expect(header.tensors.map(({ name }) => name)).toEqual(["blk.0.ffn_up.weight.lora_a", "blk.0.ffn_up.weight.lora_b"]);
});

test("any of its files leads to it", async () => {
  const source = await write();
  expect((await imported(join(source, "adapter_config.json"))).adapter.name).toBe("ward-letters");
  expect((await imported(join(source, "adapter_model.safetensors"))).adapter.name).toBe("ward-letters");
});

test.each([
  ["another kind", { peft_type: "IA3" }, /kind "IA3", which is no LoRA/],
  ["DoRA", { use_dora: true }, /DoRA/],
  ["replaced parts", { modules_to_save: ["lm_head"] }, /replaces whole parts/],
  ["biases", { bias: "all" }, /changes biases/],
  ["a changed beginning", { init_lora_weights: "pissa_niter_16" }, /changed model/],
  ["patterns that could run for ever", { alpha_pattern: { "(a+)+$": 4 } }, /patterns of names/],
  ["no alpha", { lora_alpha: 0 }, /no usable "lora_alpha"/],
])("what only PEFT can do is refused: %s", async (_, config, problem) => {
  const source = await write(peftTensors(PARTS), config);
  await expect(adapters.import(source, null)).rejects.toMatchObject({
    code: "ADAPTER_UNREADABLE",
    data: { problem: expect.stringMatching(problem) as string },
  });
});

test.each([
  ["a part that nobody knows", { "model.layers.0.mlp.experts.3.up_proj": [64, 128] }, /nobody here knows where/],
  ["a model of another size", { [Q]: [96, 96] }, /no model here has its parts/],
] as const)("an adapter for %s is refused", async (_, parts, problem) => {
  await expect(adapters.import(await write(peftTensors(parts)), null)).rejects.toMatchObject({
    code: "ADAPTER_UNREADABLE",
    data: { problem: expect.stringMatching(problem) as string },
  });
});

test("for a model that was chosen, it says why that one does not do", async () => {
  const source = await write(peftTensors({ "model.layers.7.mlp.up_proj": [64, 128] }));
  await expect(adapters.import(source, modelId)).rejects.toMatchObject({
    code: "ADAPTER_INVALID",
    data: { model: "Tiny", problem: expect.stringMatching(/at least 8 layers, and this one has 2/) as string },
  });
});

test("a file that is cut, claims what it has not, or is none at all is refused", async () => {
  const source = await write();
  const values = join(source, "adapter_model.safetensors");
  const whole = await readFile(values);
  const refused = { code: "ADAPTER_UNREADABLE" };
  await truncate(values, whole.length - 100);
  await expect(adapters.import(source, null)).rejects.toMatchObject(refused);
  await writeFile(values, "<html>");
  await expect(adapters.import(source, null)).rejects.toMatchObject(refused);
  const claims = Buffer.from(whole);
  claims.writeBigUInt64LE(2n ** 60n);
  await writeFile(values, claims);
  await expect(adapters.import(source, null)).rejects.toMatchObject(refused);
  expect(await open.list()).toHaveLength(1);
});

test("NaN is found while converting, and nothing is left behind", async () => {
  const tensors = peftTensors(PARTS);
  const half = tensors[`base_model.model.${DOWN}.lora_A.weight`];
  if (half === undefined) throw new Error("no such half");
  half.values[7] = Number.NaN;
  await expect(imported(await write(tensors))).rejects.toMatchObject({
    code: "ADAPTER_UNREADABLE",
    data: { problem: expect.stringMatching(/not a number \(NaN\)/) as string },
  });
  expect(await open.list()).toHaveLength(1);
});
