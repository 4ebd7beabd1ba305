import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Job } from "#main/jobs/contract.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { createLog } from "#main/lib/log.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openAdapters } from "../adapters/testing.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";
import { createOutputs, type OutputsService } from "./service.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenModels;
let adapters: ReturnType<typeof openAdapters>;
let outputs: OutputsService;
let modelId: string;
let adapterId: string;
beforeEach(async () => {
  folder = temporaryFolder();
  open = await openModels(folder.path);
  adapters = openAdapters(open);
  const { library, inspector } = open.models;
  outputs = createOutputs({
    ...{ library, inspector, jobs: open.jobs, dataDir: open.dataDir, version: "0.1.0" },
    resolveAdapters: adapters.forChats.resolveAdapters,
    knownSha256: () => "ab".repeat(32),
    childHost: createNodeChildHost(),
    log: createLog({ level: "silent" }),
  });
  modelId = (await open.models.addFile(await open.write("tiny.gguf", { name: "Tiny", type: "Q8_0" }))).id;
  const path = join(folder.path, "voice.gguf");
  await writeGguf(path, tinyAdapter({ name: "Voice" }));
  adapterId = (await open.models.addFile(path)).id;
});
afterEach(async () => {
  adapters[Symbol.dispose]();
  await open[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function ended(jobId: string): Promise<Job> {
  const job = () => open.jobs.list().find(({ id }) => id === jobId);
  await expect.poll(() => job()?.endedAt, { timeout: 60_000 }).toEqual(expect.any(Number));
  const found = job();
  if (found === undefined) throw new Error("no such job");
  return found;
}

const request = (scale = 0.5) => ({ modelId, adapters: [{ adapterId, name: "Voice", scale }], type: "keep" as const });
const models = () => readdirSync(join(open.dataDir, "models"));

test("a model with an adapter in it stands on the list under its name, as large as was planned, and says what it is", async () => {
  const plan = await outputs.planMerge(request());
  expect(plan).toMatchObject({ name: "Tiny + Voice", changed: 4, rounded: 4, grown: 0 });
  const { jobId } = await outputs.merge({ ...request(), name: "Tiny with a voice" });
  expect(await ended(jobId)).toMatchObject({ state: "done", error: null, subject: "Tiny Q8_0" });
  expect(models()).toEqual(["Tiny-with-a-voice.gguf"]);
  const made = (await open.list()).find(({ name }) => name === "Tiny with a voice");
  expect(made).toMatchObject({ keptIn: "cloister", quantisation: "Q8_0", problem: null });
  expect(Math.abs((made?.sizeBytes ?? 0) - plan.bytes)).toBeLessThan(4_096);
  const { metadata } = await readGgufHeader(made?.path ?? "");
  expect(Object.fromEntries(metadata)).toMatchObject({
    "cloister.merged.base_model.sha256": "ab".repeat(32),
    "cloister.merged.0.name": "Voice",
    "cloister.merged.0.strength": 0.5,
  });
});

test("an adapter is written for PEFT into a folder of its own, and a second time beside it", async () => {
  const first = await outputs.exportPeft({ modelId, adapterId, folder: folder.path });
  expect(await ended(first.jobId)).toMatchObject({ state: "done", error: null });
  expect(first.path).toBe(join(folder.path, "Voice-peft"));
  expect(readdirSync(first.path).toSorted()).toEqual(["README.md", "adapter_config.json", "adapter_model.safetensors"]);
  expect(JSON.parse(readFileSync(join(first.path, "adapter_config.json"), "utf8"))).toMatchObject({
    r: 4,
    lora_alpha: 8,
  });
  const second = await outputs.exportPeft({ modelId, adapterId, folder: folder.path });
  expect(await ended(second.jobId)).toMatchObject({ state: "done" });
  expect(second.path).toBe(join(folder.path, "Voice-peft-2"));
});

test("what is cancelled leaves nothing", async () => {
  const merging = await outputs.merge({ ...request(), name: "Never" });
  open.jobs.cancel(merging.jobId);
  expect(await ended(merging.jobId)).toMatchObject({ state: "cancelled" });
  const exporting = await outputs.exportPeft({ modelId, adapterId, folder: folder.path });
  open.jobs.cancel(exporting.jobId);
  expect(await ended(exporting.jobId)).toMatchObject({ state: "cancelled" });
  await expect.poll(() => existsSync(`${exporting.path}.part`)).toBe(false);
  expect(existsSync(exporting.path)).toBe(false);
  expect((await open.list()).map(({ name }) => name).toSorted()).toEqual(["Tiny", "Voice"]);
});

test("what cannot be done is said before a job begins", async () => {
  const path = join(folder.path, "other.gguf");
  await writeGguf(path, tinyAdapter({ name: "Other", layers: 5 }));
  const other = (await open.models.addFile(path)).id;
  const wrong = { ...request(), adapters: [{ adapterId: other, name: "Other", scale: 1 }] };
  await expect(outputs.merge({ ...wrong, name: "Never" })).rejects.toMatchObject({ code: "ADAPTER_INVALID" });
  await expect(outputs.exportPeft({ modelId, adapterId: other, folder: folder.path })).rejects.toMatchObject({
    code: "ADAPTER_INVALID",
  });
  await expect(outputs.exportPeft({ modelId, adapterId, folder: join(folder.path, "none") })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(outputs.merge({ ...request(), modelId: adapterId, name: "Never" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(open.jobs.list()).toEqual([]);
});
