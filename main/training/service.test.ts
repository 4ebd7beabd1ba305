import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { shelfOf } from "#main/models/adapters/testing.ts";
import { AppError } from "#main/rpc/errors.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { PLAN, REPORT } from "./testing/fake-trainer.ts";
import { openTraining, type OpenTraining } from "./testing/open-training.ts";

let folder: ReturnType<typeof temporaryFolder>;
let it: OpenTraining;
beforeEach(async () => {
  folder = temporaryFolder();
  it = await openTraining(folder.path);
});
afterEach(async () => {
  await it[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const own = (trainingId: string) => join(it.open.dataDir, "trainings", trainingId);
const asked = (what: string) => it.trainer.asked.filter((each) => each.what === what).map(({ input }) => input);

test("texts and a model are read and measured by themselves, and the times of every choice follow", async () => {
  const trainingId = await it.examined();
  const seen = await it.see(trainingId);
  expect(seen).toMatchObject({ state: "examined", report: REPORT, problem: null, preparingJobId: null });
  expect(seen.plan).toMatchObject({ seconds: { once: 40, thrice: 120, untilNoGain: 400 }, fit: "fits" });
  expect(seen.plan?.plan).toMatchObject({ steps: 60, seconds: { likely: 120, least: 108, most: 144 } });
  expect(asked("measure")).toEqual([expect.objectContaining({ settings: { ...seen.settings, epochs: 1 } })]);
});

test("how long it learns is known without measuring again; what changes a step is measured again", async () => {
  const trainingId = await it.examined();
  const { settings } = await it.see(trainingId);
  it.service.configure(trainingId, { settings: { ...settings, epochs: 1, learningRate: 1e-3 } });
  expect((await it.see(trainingId)).plan?.plan.seconds.likely).toBe(40);
  expect(asked("measure")).toHaveLength(1);
  it.service.configure(trainingId, { settings: { ...settings, rank: 4 } });
  expect((await it.see(trainingId)).plan).toBeNull();
  await vi.waitFor(async () => expect((await it.see(trainingId)).plan).not.toBeNull());
  expect([asked("examine").length, asked("measure").length]).toEqual([1, 2]);
});

test("what is wrong with a text stays with the training, and another text is read anew", async () => {
  const problem = "notes.jsonl, line 8,112: this is no JSON.";
  it.trainer.failure = { at: "examine", error: new AppError("INVALID_INPUT", problem, { problem }) };
  const { trainingId } = it.service.create("Notes", it.modelId);
  const path = it.file("notes.jsonl");
  await it.service.addSource(trainingId, path);
  await vi.waitFor(async () => expect((await it.see(trainingId)).problem?.data).toEqual({ problem }));
  expect(await it.see(trainingId)).toMatchObject({ state: "draft", report: null });
  await expect(it.service.start(trainingId)).rejects.toThrow(/read and its steps to be measured first/);
  it.service.removeSource(trainingId, path);
  await it.service.addSource(trainingId, it.file("better.jsonl"));
  expect(await it.until(trainingId, "examined")).toMatchObject({ problem: null });
});

test.each([
  ["notes.pdf", "%PDF-1.7", /notes\.pdf is a PDF\. Save it as JSONL, CSV or plain text first/],
  ["model.txt", "GGUF\0\0", /is a model, and no text/],
  ["empty.csv", "", /empty\.csv is empty/],
  ["letter.docx", "PK\u0003\u0004 and more", /is a document of an office program/],
])("%s is refused when it is added", async (name, text, words) => {
  const { trainingId } = it.service.create("Notes", it.modelId);
  await expect(it.service.addSource(trainingId, it.file(name, text))).rejects.toThrow(words);
  await expect(it.service.addSource(trainingId, join(folder.path, "none.txt"))).rejects.toThrow(/There is no file/);
});

test("a table's columns are there to be chosen from", async () => {
  const { trainingId } = it.service.create("Notes", it.modelId);
  const path = it.file("notes.csv", '\uFEFF"dialogue, whole";section;text\n"a";b;c\n');
  await it.service.addSource(trainingId, path);
  const headers = ["dialogue, whole", "section", "text"];
  expect((await it.see(trainingId)).sources).toMatchObject([{ format: "csv", headers, columns: null }]);
  await expect(it.service.addSource(trainingId, path)).rejects.toThrow(/among the texts already/);
  const columns = { prompt: "dialogue, whole", answer: "text", system: null };
  it.service.setColumns(trainingId, path, columns);
  await it.until(trainingId, "examined");
  expect(asked("examine").at(-1)).toMatchObject({ sources: [{ columns, path, name: "notes.csv", format: "csv" }] });
});

test("a model that cannot be trained says why, where it is listed and when it is chosen", async () => {
  const falcon = await it.open.models.addFile(await it.open.write("f.gguf", { name: "Bird", architecture: "falcon" }));
  const listed = it.service.models();
  expect(listed.find(({ modelId }) => modelId === it.modelId)).toMatchObject({ refusal: null, fit: "fits" });
  const refusal = listed.find(({ modelId }) => modelId === falcon.id)?.refusal ?? "";
  expect(refusal).toMatch(/Bird is of the kind “falcon”, which cannot be trained here yet. These can: Llama/);
  const { trainingId } = it.service.create("Notes", it.modelId);
  expect(() => it.service.configure(trainingId, { modelId: falcon.id })).toThrow(refusal);
});

test("trains to the end: the adapter is on the shelf under its name, and the folder is free again", async () => {
  const trainingId = await it.examined("Clinic voice");
  await it.service.start(trainingId);
  it.trainer.allow(60);
  const done = await it.until(trainingId, "done");
  expect(done.result).toMatchObject({ reason: "finished", step: 60, heldOutLossBefore: 4, heldOutLoss: 2.8 });
  const shelf = await shelfOf(it.adapters, it.modelId);
  expect(shelf.adapters).toMatchObject([{ id: done.result?.adapterId, name: "Clinic voice", problem: null }]);
  expect(existsSync(own(trainingId))).toBe(false);
  expect(done.points).toHaveLength(61);
  expect(done.points[5]).toEqual({ step: 5, loss: 3.875, heldOutLoss: 3.9 });
});

test("memory that is not there and a disk that is full are said before anything begins", async () => {
  const trainingId = await it.examined();
  it.freeMemoryBytes = PLAN.memory.whole - 1;
  await expect(it.service.start(trainingId)).rejects.toMatchObject({ code: "NOT_ENOUGH_MEMORY" });
  it.freeMemoryBytes = 8e9;
  it.trainer.plan = { diskBytes: 1e18 };
  it.service.prepare(trainingId);
  await vi.waitFor(async () => expect((await it.see(trainingId)).plan?.plan.diskBytes).toBe(1e18));
  await expect(it.service.start(trainingId)).rejects.toMatchObject({ code: "DISK_FULL" });
  expect(asked("train")).toEqual([]);
});

test("a text that has changed since is read again before it is learnt from", async () => {
  const trainingId = await it.examined();
  writeFileSync(it.file("Notes.jsonl"), '{"text":"Something else"}\n{"text":"And more"}\n');
  await expect(it.service.start(trainingId)).rejects.toThrow(/has changed since it was read/);
  await vi.waitFor(() => expect(asked("examine")).toHaveLength(2));
  await vi.waitFor(async () => expect((await it.see(trainingId)).preparingJobId).toBeNull());
  await it.service.start(trainingId);
  await it.until(trainingId, "running");
});

test("deleting can be undone; later it is gone with its folder", async () => {
  const trainingId = await it.examined();
  expect(readdirSync(join(it.open.dataDir, "trainings"))).toEqual([trainingId]);
  it.service.remove(trainingId);
  await expect(it.see(trainingId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  it.service.restore(trainingId);
  expect(await it.see(trainingId)).toMatchObject({ name: "Notes", state: "examined" });
  it.service.remove(trainingId);
  await it.restart("quit");
  await vi.waitFor(() => expect(readdirSync(join(it.open.dataDir, "trainings"))).toEqual([]));
  expect(() => it.service.restore(trainingId)).toThrow(/erased for good/);
});

test("another one with the same texts begins anew", async () => {
  const trainingId = await it.examined();
  await it.service.start(trainingId);
  it.trainer.allow(60);
  await it.until(trainingId, "done");
  expect(() => it.service.configure(trainingId, { modelId: it.modelId })).toThrow(/started already/);
  const again = it.service.again(trainingId);
  const seen = await it.until(again.trainingId, "examined");
  expect(seen).toMatchObject({ name: "Notes", result: null, run: null, points: [] });
});
