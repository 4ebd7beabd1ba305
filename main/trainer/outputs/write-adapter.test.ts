import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { adapterFacts } from "#main/lib/gguf/adapter.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import type { LoraParameters } from "../network.ts";
import { USUAL_SETTINGS } from "../train-contract.ts";
import { type AdapterOrigin, writeAdapter } from "./write-adapter.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "adapter-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const RANK = 4;
const [COLUMNS, ROWS] = [6, 10];
const ORIGIN: AdapterOrigin = {
  name: "Ward letters",
  baseModel: { name: "Gemma 3 270M", sha256: "ab".repeat(32) },
  dataHash: "cd".repeat(32),
  settings: { ...USUAL_SETTINGS, rank: RANK },
  step: 120,
  heldOutLoss: 2.5,
  heldOutLossBefore: 3.25,
  versions: { cloister: "0.1.0", "llama.cpp": "v0.4.0" },
};

/** Two pairs with a gap before each, as a backend may lay them. */
function lora(scale: number): Pick<LoraParameters, "rank" | "scale" | "pairs"> {
  const pair = { columns: COLUMNS, rows: ROWS };
  return {
    rank: RANK,
    scale,
    pairs: [
      { tensor: "blk.0.attn_q.weight", ...pair, aAt: 3, bAt: 30 },
      { tensor: "blk.1.ffn_down.weight", ...pair, aAt: 80, bAt: 110 },
    ],
  };
}

async function written(options: { scale?: number; type?: "F16" | "F32"; values?: Float32Array } = {}) {
  const { scale = 2, type = "F32", values = randomValues(5)(160, 0.1) } = options;
  const path = join(folder, "adapter.gguf");
  await writeAdapter({ path, architecture: "gemma3", lora: lora(scale), values, type, origin: ORIGIN });
  return { path, values, header: await readGgufHeader(path) };
}

test("is an adapter as llama.cpp wants it, and says where it comes from", async () => {
  const { header } = await written();
  expect(adapterFacts(header)).toMatchObject({
    architecture: "gemma3",
    alpha: 8,
    rank: RANK,
    baseModel: "Gemma 3 270M",
    pairs: [
      { tensor: "blk.0.attn_q.weight", a: [COLUMNS, RANK, 1], b: [RANK, ROWS, 1] },
      { tensor: "blk.1.ffn_down.weight", a: [COLUMNS, RANK, 1], b: [RANK, ROWS, 1] },
    ],
  });
  expect(Object.fromEntries(header.metadata)).toMatchObject({
    "general.name": "Ward letters",
    "cloister.base_model.sha256": "ab".repeat(32),
    "cloister.data.hash": "cd".repeat(32),
    "cloister.training.settings": JSON.stringify(ORIGIN.settings),
    "cloister.training.step": 120,
    "cloister.training.held_out_loss": 2.5,
    "cloister.training.held_out_loss_before": 3.25,
    "cloister.version.cloister": "0.1.0",
  });
});

test("A lies as it was trained, B the other way round: each number is where llama.cpp multiplies it", async () => {
  const { path, values, header } = await written();
  const bytes = await readFile(path);
  const numberAt = (name: string, index: number) => {
    const tensor = header.tensors.find((each) => each.name === name);
    if (tensor === undefined) throw new Error(`no ${name}`);
    return bytes.readFloatLE(header.dataOffset + tensor.offset + 4 * index);
  };
  for (const { tensor, aAt, bAt } of lora(1).pairs) {
    for (let r = 0; r < RANK; r++) {
      for (let column = 0; column < COLUMNS; column++)
        expect(numberAt(`${tensor}.lora_a`, r * COLUMNS + column)).toBe(values[aAt + r * COLUMNS + column]);
      for (let row = 0; row < ROWS; row++)
        expect(numberAt(`${tensor}.lora_b`, row * RANK + r)).toBe(values[bAt + r * ROWS + row]);
    }
  }
});

test("of a rank-stabilised training alpha / rank is the trained scale", async () => {
  const scale = 16 / Math.sqrt(RANK);
  const { header } = await written({ scale });
  expect(Number(header.metadata.get("adapter.lora.alpha")) / RANK).toBeCloseTo(scale, 6);
});

test("half precision halves it; a half with a number that would become infinite stays as it is", async () => {
  const values = randomValues(5)(160, 0.1);
  values[3] = 70_000;
  const { header } = await written({ type: "F16", values });
  expect(header.tensors.map(({ type }) => type)).toEqual(["F32", "F16", "F16", "F16"]);
});

test("a value that is no number is never written", async () => {
  const values = randomValues(5)(160, 0.1);
  values[31] = Number.NaN;
  await expect(written({ values })).rejects.toThrow("blk.0.attn_q.weight.lora_b holds NaN");
  expect(readdirSync(folder)).toEqual([]);
});
