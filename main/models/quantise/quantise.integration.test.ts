import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Job } from "#main/jobs/contract.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { createLog } from "#main/lib/log.ts";
import type { Child } from "#main/process/child-host.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";
import type { ModelCopy } from "./contract.ts";
import { createQuantise, type QuantiseService } from "./service.ts";

/** Some hundred tokens of a vocabulary that has few words. */
const TEXT = { name: "a.txt", text: "the cat and the dog saw a bird in the garden of the house. ".repeat(12) };

let folder: string;
let opened: OpenModels;
let quantise: QuantiseService & Disposable;
let children: Child[];
let modelId: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "quantise-"));
  opened = await openModels(folder);
  children = [];
  const host = createNodeChildHost();
  quantise = createQuantise({
    library: opened.models.library,
    inspector: opened.models.inspector,
    jobs: opened.jobs,
    store: opened.store,
    childHost: {
      start(kind, env) {
        const child = host.start(kind, env);
        children.push(child);
        return child;
      },
    },
    dataDir: opened.dataDir,
    log: createLog({ level: "silent" }),
  });
  await opened.write("tiny.gguf", { name: "Tiny", type: "F16" });
  await opened.scan();
  modelId = (await opened.list())[0]?.id ?? "";
});

afterEach(async () => {
  quantise[Symbol.dispose]();
  await opened[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function ended(jobId: string): Promise<Job> {
  for (;;) {
    const job = opened.jobs.list().find(({ id }) => id === jobId);
    if (job !== undefined && job.endedAt !== null) return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function copies(): Promise<ModelCopy[]> {
  for await (const all of quantise.watch()) return all;
  return [];
}

function made(): string[] {
  return readdirSync(join(opened.dataDir, "models"));
}

it("makes what was planned, with an importance matrix from the text, and judges it", async () => {
  const plan = await quantise.plan(modelId, "Q4_0");
  const { jobId } = quantise.start({ modelId, type: "Q4_0", text: TEXT, useImportance: true, again: false });
  expect(await ended(jobId)).toMatchObject({ state: "done", error: null });

  const [copy] = await copies();
  const record = opened.models.library.get(copy?.modelId ?? "");
  expect(record.facts.quantisation).toBe("Q4_0");
  expect(Math.abs(record.sizeBytes - plan.bytes)).toBeLessThan(20_000);
  const { metadata, tensors } = await readGgufHeader(record.path);
  // Two layers of seven matrices; the vocabulary's are not among them, as in llama.cpp's tool.
  expect(metadata.get("quantize.imatrix.entries_count")).toBe(14);
  expect(tensors.find(({ name }) => name === "blk.0.attn_q.weight")?.type).toBe("Q4_0");
  expect(copy?.importance?.tokens).toBeGreaterThan(100);

  const { comparison } = copy ?? {};
  expect(comparison?.klDivergence).toBeGreaterThan(0);
  expect(comparison?.sameChoice).toBeLessThanOrEqual(1);
  expect(comparison?.original.perplexity).toBeGreaterThan(1);
  expect(comparison?.copy.writeTokensPerSecond).toBeGreaterThan(0);
});

it("finds a copy in the original's own precision no different from it", async () => {
  const { jobId } = quantise.start({ modelId, type: "F32", text: TEXT, useImportance: false, again: false });
  expect(await ended(jobId)).toMatchObject({ state: "done", error: null });
  const [copy] = await copies();
  // Halves are multiplied in another order than wholes: the last digits differ.
  expect(copy?.comparison?.klDivergence).toBeLessThan(1e-4);
  expect(copy?.comparison?.sameChoice).toBeGreaterThan(0.97);
});

it("says what is wrong with a text that is too short, and keeps the copy", async () => {
  const text = { name: "short.txt", text: "the cat" };
  const { jobId } = quantise.start({ modelId, type: "Q8_0", text, useImportance: false, again: false });
  expect(await ended(jobId)).toMatchObject({ state: "done" });
  expect(await copies()).toEqual([
    expect.objectContaining({ problem: expect.objectContaining({ code: "INVALID_INPUT" }), comparison: null }),
  ]);
});

it("fails without leaving anything when the child is killed, and works again", async () => {
  const { jobId } = quantise.start({ modelId, type: "Q8_0", text: null, useImportance: false, again: false });
  while (children.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  children[0]?.kill();
  expect(await ended(jobId)).toMatchObject({ state: "failed" });
  const again = quantise.start({ modelId, type: "Q8_0", text: null, useImportance: false, again: false });
  expect(await ended(again.jobId)).toMatchObject({ state: "done" });
  expect(made()).toEqual(["Tiny-Q8_0.gguf"]);
});
