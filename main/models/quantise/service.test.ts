import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Job } from "#main/jobs/contract.ts";
import { createLog } from "#main/lib/log.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { TrainerClient } from "#main/trainer/client.ts";
import type { Comparison } from "#main/trainer/contract.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";
import type { ModelCopy } from "./contract.ts";
import { createQuantise, type QuantiseService } from "./service.ts";
import { createCopiesStore } from "./store.ts";

const TEXT = { name: "notes.txt", text: "A text to judge by." };
const SIDE = { perplexity: 12, readTokensPerSecond: 100, writeTokensPerSecond: 10 };
const COMPARISON: Comparison = {
  original: SIDE,
  copy: SIDE,
  klDivergence: 0.02,
  klError: 0.001,
  sameChoice: 0.95,
  tokens: 255,
  isSharedText: false,
};

let folder: string;
let opened: OpenModels;
let quantise: QuantiseService & Disposable;
/** What the trainer of this test does; the file that it "makes" is a copy of the source. */
let trainer: { plan: { bytes: number; needsImportance: boolean }; hangs: boolean; writesHalf: boolean };
let asked: { text: string | null; again: boolean }[];
let freeMemoryBytes: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "quantise-"));
  opened = await openModels(folder);
  trainer = { plan: { bytes: 1_000, needsImportance: false }, hangs: false, writesHalf: false };
  asked = [];
  freeMemoryBytes = 16e9;
  quantise = open();
});

afterEach(async () => {
  quantise[Symbol.dispose]();
  await opened[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function open(): QuantiseService & Disposable {
  return createQuantise({
    library: opened.models.library,
    inspector: opened.models.inspector,
    jobs: opened.jobs,
    store: opened.store,
    childHost: { start: () => ({}) as never },
    dataDir: opened.dataDir,
    log: createLog({ level: "silent" }),
    startTrainer: ({ signal }) => fakeTrainer(signal),
    freeMemoryBytes: () => freeMemoryBytes,
  });
}

function fakeTrainer(signal: AbortSignal): TrainerClient {
  return {
    plan: ({ fileTypes }) =>
      Promise.resolve(fileTypes.map((fileType) => ({ fileType, fallbacks: 3, ...trainer.plan }))),
    async quantise({ source, folder, fileName, text, again }, onProgress) {
      asked.push({ text, again });
      onProgress({ type: "progress", step: "quantising", fraction: 0.5 });
      writeFileSync(join(folder, fileName), "half");
      if (trainer.hangs) {
        await new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new AppError("CANCELLED", "Cancelled.", {})));
        });
      }
      if (!trainer.writesHalf) await copyFile(source.path, join(folder, fileName));
      return { bytes: 1_000, importanceTokens: text === null ? 0 : 512 };
    },
    compare: () => Promise.resolve(COMPARISON),
    kill: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}

async function source(options = {}): Promise<string> {
  await opened.write("tiny.gguf", { name: "Tiny", type: "F16", ...options });
  await opened.scan();
  const [model] = await opened.list();
  if (model === undefined) throw new Error("no model");
  return model.id;
}

async function ended(jobId: string): Promise<Job> {
  for (;;) {
    const job = opened.jobs.list().find(({ id }) => id === jobId);
    if (job !== undefined && job.endedAt !== null) return job;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function copies(): Promise<ModelCopy[]> {
  for await (const all of quantise.watch()) return all;
  return [];
}

function made(): string[] {
  const models = join(opened.dataDir, "models");
  return existsSync(models) ? readdirSync(models) : [];
}

const REQUEST = { type: "Q4_K_M", text: null, useImportance: false, again: false } as const;

it("makes a copy that is listed, and says where it came from also after a restart", async () => {
  const modelId = await source();
  const job = await ended(quantise.start({ ...REQUEST, modelId }).jobId);
  expect(job).toMatchObject({ state: "done", subject: "Tiny F16" });
  const copy = (await opened.list()).find(({ id }) => id !== modelId);
  expect(copy).toMatchObject({ name: "Tiny Q4_K_M", keptIn: "cloister", problem: null });
  expect(made()).toEqual(["Tiny-Q4_K_M.gguf"]);
  const expected = { modelId: copy?.id, sourceId: modelId, sourceName: "Tiny", type: "Q4_K_M", importance: null };
  expect(await copies()).toEqual([expect.objectContaining({ ...expected, comparison: null, problem: null })]);
  expect(createCopiesStore(opened.store).all()).toEqual(await copies());
});

it("compares it on the person's text, which is never stored", async () => {
  const modelId = await source();
  const { jobId } = quantise.start({ ...REQUEST, modelId, text: TEXT, useImportance: true });
  expect(await ended(jobId)).toMatchObject({ state: "done" });
  expect(asked).toEqual([{ text: TEXT.text, again: true }]);
  const [copy] = await copies();
  expect(copy?.importance).toEqual({ textName: "notes.txt", tokens: 512 });
  expect(copy?.comparison).toMatchObject({ ...COMPARISON, textName: "notes.txt" });
  const stored = JSON.stringify(opened.store.db.prepare("SELECT * FROM jobs").all());
  expect(stored).not.toContain(TEXT.text);
});

it("keeps the copy when it cannot be compared, and says why", async () => {
  const modelId = await source();
  freeMemoryBytes = 1e6;
  const { jobId } = quantise.start({ ...REQUEST, modelId, text: TEXT });
  expect(await ended(jobId)).toMatchObject({ state: "done" });
  expect(await copies()).toEqual([
    expect.objectContaining({ comparison: null, problem: expect.objectContaining({ code: "NOT_ENOUGH_MEMORY" }) }),
  ]);
  freeMemoryBytes = 16e9;
  const [copy] = await copies();
  await ended(quantise.compare(copy?.modelId ?? "", TEXT).jobId);
  expect(await copies()).toEqual([
    expect.objectContaining({ comparison: expect.objectContaining({ klDivergence: 0.02 }), problem: null }),
  ]);
});

it("refuses what is quantised already and says why, unless told", async () => {
  const modelId = await source({ type: "Q8_0" });
  opened.models.library.update(modelId, {
    facts: { ...opened.models.library.get(modelId).facts, quantisation: "Q4_0" },
  });
  expect(quantise.options(modelId).quantisedAs).toBe("Q4_0");
  expect(() => quantise.start({ ...REQUEST, modelId })).toThrow(/rounded once and is rounded again loses more/);
  await ended(quantise.start({ ...REQUEST, modelId, again: true }).jobId);
  expect(asked).toEqual([{ text: null, again: true }]);
});

it("takes a Q8_0 file for an original", async () => {
  const modelId = await source({ type: "Q8_0" });
  expect(quantise.options(modelId).quantisedAs).toBeNull();
  expect(await ended(quantise.start({ ...REQUEST, modelId }).jobId)).toMatchObject({ state: "done" });
  expect(asked).toEqual([{ text: null, again: true }]);
});

it("refuses an adapter", async () => {
  const modelId = await source();
  opened.models.library.update(modelId, {
    facts: { ...opened.models.library.get(modelId).facts, kind: "adapter" },
  });
  expect(() => quantise.options(modelId)).toThrow(/is an adapter/);
});

it("asks for a text when the type cannot be made without one", async () => {
  const modelId = await source();
  trainer.plan.needsImportance = true;
  expect(await quantise.plan(modelId, "IQ2_XS")).toMatchObject({ needsText: true, bytes: 1_000, fallbacks: 3 });
  const job = await ended(quantise.start({ ...REQUEST, modelId, type: "IQ2_XS" }).jobId);
  expect(job).toMatchObject({ state: "failed", error: { code: "INVALID_INPUT" } });
  expect(made()).toEqual([]);
});

it("begins nothing on a disk that is too full", async () => {
  const modelId = await source();
  trainer.plan.bytes = 1e18;
  expect(await ended(quantise.start({ ...REQUEST, modelId }).jobId)).toMatchObject({
    state: "failed",
    error: { code: "DISK_FULL" },
  });
  expect(asked).toEqual([]);
});

it("leaves nothing when it is cancelled", async () => {
  const modelId = await source();
  trainer.hangs = true;
  const { jobId } = quantise.start({ ...REQUEST, modelId });
  while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  opened.jobs.cancel(jobId);
  expect(await ended(jobId)).toMatchObject({ state: "cancelled" });
  expect(made()).toEqual([]);
  expect(await opened.list()).toHaveLength(1);
  expect(await copies()).toEqual([]);
});

it("does not offer a file that is not a whole model", async () => {
  const modelId = await source();
  trainer.writesHalf = true;
  const { jobId } = quantise.start({ ...REQUEST, modelId });
  expect(await ended(jobId)).toMatchObject({ state: "failed", error: { code: "MODEL_INVALID" } });
  expect(await opened.list()).toHaveLength(1);
  expect(made()).toEqual([]);
});
