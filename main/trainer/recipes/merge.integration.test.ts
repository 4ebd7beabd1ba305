import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type GgufHeader, readGgufHeader } from "#main/lib/gguf/read.ts";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { plainConversation } from "#main/lib/plain-conversation.ts";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { createTokenizer } from "../data/tokenizer.ts";
import { loadVocabulary } from "../ggml/vocabulary.ts";
import type { MergeType } from "../outputs/contract.ts";
import { FIXTURES, readFixture } from "../testing/fixture.ts";
import { llamaLogits } from "../testing/llama-reference.ts";
import { mergeModel, planMerging } from "./merge.ts";
import { quantiseModel } from "./quantise.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "merge-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const VERSIONS = { cloister: "0.1.0" };

/** The path of the merged file. */
async function merged(
  model: string,
  adapters: [path: string, strength: number][],
  type: MergeType = "keep",
  into = folder,
) {
  await mergeModel({
    model: { path: model, name: "Tiny" },
    adapters: adapters.map(([path, strength], index) => ({ path, name: `Voice ${index + 1}`, strength })),
    type,
    folder: into,
    fileName: "merged.gguf",
    name: "Tiny with a voice",
    modelSha256: null,
    versions: VERSIONS,
    onProgress: () => undefined,
  });
  return join(folder, "merged.gguf");
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? NaN))), 0);
}

/** Mean Kullback-Leibler divergence of the second's words from the first's, in nats. */
function divergence(a: Float32Array, b: Float32Array, words: number): number {
  let sum = 0;
  for (let row = 0; row < a.length; row += words) {
    const p = logSoftmax(a.subarray(row, row + words));
    const q = logSoftmax(b.subarray(row, row + words));
    p.forEach((value, word) => (sum += Math.exp(value) * (value - (q[word] ?? 0))));
  }
  return sum / (a.length / words);
}

function logSoftmax(row: Float32Array): Float64Array {
  const most = row.reduce((greatest, value) => Math.max(greatest, value), -Infinity);
  const log = Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0)) + most;
  return Float64Array.from(row, (value) => value - log);
}

const bytesOf = (path: string, { dataOffset, tensors }: GgufHeader, name: string) => {
  const tensor = tensors.find((each) => each.name === name);
  if (tensor === undefined) throw new Error(`no ${name}`);
  return readFileSync(path).subarray(dataOffset + tensor.offset, dataOffset + tensor.offset + tensor.sizeBytes);
};

describe.each(FIXTURES)("the fixture %s", (name) => {
  const { model, adapter, example } = readFixture(name);

  test("merged in F32 it has the logits of base and adapter", async () => {
    const expected = await llamaLogits(model, example.ids, { adapter });
    expect(largestDifference(expected, await llamaLogits(model, example.ids))).toBeGreaterThan(0.1);
    const logits = await llamaLogits(await merged(model, [[adapter, 1]]), example.ids);
    // What a millionth more of the adapter changes: Gemma's norms make a thousand times as much of it.
    const stronger = await llamaLogits(await merged(model, [[adapter, 1 + 1e-6]]), example.ids);
    const noise = largestDifference(logits, stronger);
    expect(largestDifference(expected, logits)).toBeLessThan(Math.max(1e-4, noise));
    expect(noise).toBeLessThan(2e-3);
  });
});

describe("a merged model", () => {
  const { model, adapter, example } = readFixture("llama");

  test("several adapters add up, each at its strength; at none the model is what it was", async () => {
    const expected = await llamaLogits(model, example.ids, { adapter });
    const twice = await merged(model, [
      [adapter, 1.75],
      [adapter, -0.75],
    ]);
    expect(largestDifference(expected, await llamaLogits(twice, example.ids))).toBeLessThan(1e-4);
    const none = await merged(model, [[adapter, 0]]);
    expect(await llamaLogits(none, example.ids)).toEqual(await llamaLogits(model, example.ids));
  });

  test.each([
    ["Q8_0", 7],
    ["Q4_0", 2],
  ] as const)(
    "of a model in %s keeps that type, and loses no more than that type had lost before",
    async (type, fileType) => {
      const fileName = "small.gguf";
      const source = { path: model, name: "Tiny" };
      const options = { expectedBytes: 1, again: false, importance: null, threads: 1, onProgress: () => undefined };
      await quantiseModel({ source, folder, fileName, fileType, ...options });
      const small = join(folder, fileName);
      const expected = await llamaLogits(small, example.ids, { adapter });
      const words = expected.length / example.ids.length;
      const lost = divergence(await llamaLogits(model, example.ids, { adapter }), expected, words);
      expect(divergence(expected, await llamaLogits(small, example.ids), words)).toBeGreaterThan(10 * lost);
      const path = await merged(small, [[adapter, 1]]);
      expect(divergence(expected, await llamaLogits(path, example.ids), words)).toBeLessThan(2 * lost);
      const header = await readGgufHeader(path);
      expect(header.tensors.find((tensor) => tensor.name === "blk.0.attn_q.weight")?.type).toBe(type);
    },
  );

  test("what no adapter changes is copied byte by byte, and the metadata with it, with what was merged", async () => {
    const [base, voice] = [join(folder, "base.gguf"), join(folder, "voice.gguf")];
    await writeGguf(base, { ...tinyModel({ type: "Q8_0" }), alignment: 64 });
    await writeGguf(voice, tinyAdapter());
    const path = await merged(base, [[voice, 0.5]], "F16");
    const [before, after] = [await readGgufHeader(base), await readGgufHeader(path)];
    for (const { name, type } of after.tensors) {
      const isChanged = /attn_q|ffn_down/.test(name);
      if (isChanged) expect([name, type]).toEqual([name, "F16"]);
      else expect(bytesOf(path, after, name).equals(bytesOf(base, before, name))).toBe(true);
    }
    const kept = [...before.metadata].filter(([key]) => key !== "general.name");
    expect(Object.fromEntries(after.metadata)).toMatchObject({
      ...Object.fromEntries(kept),
      "general.name": "Tiny with a voice",
      "cloister.merged.base_model.name": "Tiny",
      "cloister.merged.count": 1,
      "cloister.merged.0.name": "Voice 1",
      "cloister.merged.0.sha256": expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      "cloister.merged.0.strength": 0.5,
      "cloister.version.cloister": "0.1.0",
    });
    expect(after.lengths.get("tokenizer.ggml.tokens")).toBe(before.lengths.get("tokenizer.ggml.tokens"));
  });

  test("the plan says how large it becomes and what is rounded", async () => {
    const options = { model: { path: model, name: "Tiny" }, adapters: [{ path: adapter, name: "Voice", strength: 1 }] };
    const plan = await planMerging({ ...options, type: "Q8_0" });
    const size = readFileSync(await merged(model, [[adapter, 1]], "Q8_0")).byteLength;
    expect(Math.abs(plan.bytes - size)).toBeLessThan(4_096);
    expect(plan).toMatchObject({ changed: 14, rounded: 14, grown: 0 });
    expect(await planMerging({ ...options, type: "keep" })).toMatchObject({ changed: 14, rounded: 0, grown: 0 });
  });
});

const SAMPLE = sampleModelPath();
const ANSWERS = fileURLToPath(new URL("../../../resources/adapters/gemma-3-270m-answers.gguf", import.meta.url));

// Skipped without the sample model: `npm run sample-model` brings it. In its own four bits rounding again costs 0.27 nats.
test.skipIf(!existsSync(SAMPLE))(
  "the sample model at eight bits is close to itself with its adapter beside it",
  async () => {
    const turns = [
      { role: "user" as const, text: "Give me three tips for sleeping better." },
      {
        role: "assistant" as const,
        text: "1. Avoid caffeine. 2. Keep to the same hours. 3. Keep the room dark and cool.",
      },
    ];
    using vocabulary = await loadVocabulary(SAMPLE, "Sample");
    const ids = createTokenizer(vocabulary).wholeText(plainConversation("", turns));
    const expected = await llamaLogits(SAMPLE, ids, { adapter: ANSWERS });
    const words = expected.length / ids.length;
    const effect = divergence(expected, await llamaLogits(SAMPLE, ids), words);
    const path = await merged(SAMPLE, [[ANSWERS, 1]], "Q8_0");
    expect(divergence(expected, await llamaLogits(path, ids), words)).toBeLessThan(effect / 5);
  },
);

test("an adapter of another model is refused before anything is written", async () => {
  const other = readFixture("qwen2");
  await expect(merged(readFixture("llama").model, [[other.adapter, 1]])).rejects.toMatchObject({
    code: "ADAPTER_INVALID",
    data: { adapter: "Voice 1", model: "Tiny" },
  });
  expect(readdirSync(folder)).toEqual([]);
});
