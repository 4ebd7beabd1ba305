import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AppError } from "#main/rpc/errors.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTraining, type OpenTraining } from "./testing/open-training.ts";

/** Pausing, waiting, stopping, crashing: what a run goes through. */

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

const jobOf = async (trainingId: string) => (await it.see(trainingId)).jobId ?? "";

async function running(step: number, name?: string): Promise<string> {
  const trainingId = await it.examined(name);
  await it.service.start(trainingId);
  it.trainer.allow(step);
  await at(trainingId, step);
  return trainingId;
}

async function at(trainingId: string, step: number): Promise<void> {
  await vi.waitFor(async () => expect((await it.see(trainingId)).run?.step).toBe(step), 5_000);
}

test("a paused one keeps where it is and goes on from there", async () => {
  const trainingId = await running(7);
  it.jobs.pause(await jobOf(trainingId));
  const paused = await it.until(trainingId, "paused");
  expect(paused.run).toMatchObject({ step: 7, savedStep: 7 });
  expect(paused.points.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  await it.service.start(trainingId);
  it.trainer.allow(53);
  const done = await it.until(trainingId, "done");
  expect(done.result).toMatchObject({ reason: "finished", step: 60 });
  expect(done.points.map(({ step }) => step)).toEqual(Array.from({ length: 61 }, (_, step) => step));
});

test("after a crash of the app it goes on from its last save, and the curve has every step once", async () => {
  const trainingId = await running(8);
  await it.restart("crash");
  await at(trainingId, 5);
  it.trainer.allow(55);
  const done = await it.until(trainingId, "done");
  expect(done.points.map(({ step }) => step)).toEqual(Array.from({ length: 61 }, (_, step) => step));
});

test("when Cloister is closed it saves, and goes on by itself at the next start", async () => {
  const trainingId = await running(8);
  await it.restart("quit");
  await at(trainingId, 8);
  it.trainer.allow(52);
  expect((await it.until(trainingId, "done")).result?.step).toBe(60);
});

test("the second waits for the first, and begins by itself", async () => {
  const first = await running(3, "First");
  const second = await it.examined("Second");
  expect((await it.see(second)).plan?.wasBusy).toBe(true);
  await it.service.start(second);
  await it.until(second, "waiting");
  it.trainer.allow(57);
  await it.until(first, "done");
  await it.until(second, "running");
});

test("stopped, it keeps what it has learnt", async () => {
  const trainingId = await running(12);
  it.service.stop(trainingId);
  expect((await it.until(trainingId, "done")).result).toMatchObject({ reason: "stopped", step: 12 });
});

test("a paused one is stopped too, and keeps what was saved", async () => {
  const trainingId = await running(6);
  it.jobs.pause(await jobOf(trainingId));
  await it.until(trainingId, "paused");
  it.service.stop(trainingId);
  expect((await it.until(trainingId, "done")).result).toMatchObject({ reason: "stopped", step: 6 });
});

test("cancelled, nothing is on the shelf, and its best can still be kept, or it goes on, or is discarded", async () => {
  const trainingId = await running(6);
  it.jobs.cancel(await jobOf(trainingId));
  const cancelled = await it.until(trainingId, "cancelled");
  expect(cancelled).toMatchObject({ result: null, run: { savedStep: 6 }, jobId: null });
  await it.service.start(trainingId);
  it.trainer.allow(4);
  await at(trainingId, 10);
  it.jobs.cancel(await jobOf(trainingId));
  await it.until(trainingId, "cancelled");
  await it.service.discard(trainingId);
  expect(readdirSync(join(it.open.dataDir, "trainings"))).toEqual([]);
  expect((await it.see(trainingId)).run?.savedStep).toBeNull();
  expect(() => it.service.stop(trainingId)).toThrow(/Nothing was saved/);
});

test("discarded and started again, its texts are read anew before it can learn", async () => {
  const trainingId = await running(6);
  it.jobs.cancel(await jobOf(trainingId));
  await it.until(trainingId, "cancelled");
  await it.service.discard(trainingId);
  await it.service.start(trainingId);
  const again = await it.measured(trainingId);
  expect(again).toMatchObject({ state: "examined", run: null, startedAt: null, endedAt: null, problem: null });
  await it.service.start(trainingId);
  await it.until(trainingId, "running");
});

test("a full disk ends it with the reason, and it goes on from its save when there is room", async () => {
  const trainingId = await it.examined();
  const full = { path: folder.path, neededBytes: 2e9, freeBytes: 1e8 };
  it.trainer.failure = { at: 8, error: new AppError("DISK_FULL", "2.0 GB is needed, 0.1 GB is free.", full) };
  await it.service.start(trainingId);
  it.trainer.allow(8);
  const failed = await it.until(trainingId, "failed");
  expect(failed).toMatchObject({ problem: { code: "DISK_FULL", data: full }, run: { savedStep: 5 } });
  await it.service.start(trainingId);
  it.trainer.allow(55);
  expect(await it.until(trainingId, "done")).toMatchObject({ problem: null, result: { step: 60 } });
});

test("a trainer that ends by itself is started again from its save, and not for ever", async () => {
  const trainingId = await it.examined();
  it.trainer.failure = { at: 8, error: new Error("The trainer has ended (SIGKILL)") };
  await it.service.start(trainingId);
  it.trainer.allow(8);
  await at(trainingId, 5);
  for (let crash = 0; crash < 3; crash += 1) {
    await vi.waitFor(() => expect(it.trainer.failure).toBeNull());
    it.trainer.failure = { at: 6, error: new Error("The trainer has ended (SIGSEGV)") };
    it.trainer.allow(1);
  }
  const failed = await it.until(trainingId, "failed");
  expect(failed.problem).toMatchObject({ code: "TRAINER_CRASHED", data: { model: "Tiny", step: 5, times: 3 } });
});

test("while a chat is answered it pauses, and goes on when it is quiet; not where that is not wanted", async () => {
  const trainingId = await running(6);
  it.writing = 1;
  await vi.waitFor(async () => expect((await it.see(trainingId)).run?.waitsForChat).toBe(true), 3_000);
  expect((await it.see(trainingId)).run?.savedStep).toBe(6);
  it.writing = 0;
  await vi.waitFor(async () => expect((await it.see(trainingId)).run?.waitsForChat).toBe(false), 3_000);
  it.service.configure(trainingId, { pausesForChat: false, share: "all" });
  await vi.waitFor(() => expect(it.trainer.asked.at(-1)?.what).toBe("share"));
  it.writing = 1;
  it.trainer.allow(54);
  expect((await it.until(trainingId, "done")).result?.step).toBe(60);
});

test("started while a chat is answered it waits before its first step", async () => {
  const trainingId = await it.examined();
  it.writing = 1;
  it.trainer.allow(60);
  await it.service.start(trainingId);
  await vi.waitFor(async () => expect((await it.see(trainingId)).run?.waitsForChat).toBe(true), 3_000);
  expect((await it.see(trainingId)).run?.step).toBe(0);
  it.writing = 0;
  expect((await it.until(trainingId, "done")).result?.step).toBe(60);
});

test("paused in the moment in which it ends it has ended, and its adapter is on the shelf once", async () => {
  const trainingId = await running(59);
  const jobId = await jobOf(trainingId);
  const { keep } = it.adapters;
  const kept = vi.spyOn(it.adapters, "keep").mockImplementation((path, name) => {
    it.jobs.pause(jobId);
    return keep(path, name);
  });
  it.trainer.allow(1);
  expect((await it.until(trainingId, "paused")).result?.step).toBe(60);
  await it.service.start(trainingId);
  await it.until(trainingId, "done");
  expect(kept).toHaveBeenCalledTimes(1);
});

test("what was started is not read again, whoever still asked for that", async () => {
  const trainingId = await running(3);
  it.file("Notes.jsonl", '{"text":"Another text by now"}\n');
  await it.jobs.start("plan-training", "Notes", { trainingId }).done;
  expect(await it.see(trainingId)).toMatchObject({ state: "running", run: { step: 3 }, problem: null });
  expect(it.trainer.asked.filter(({ what }) => what === "examine")).toHaveLength(1);
});

test("deleted while it runs it ends; brought back it can go on", async () => {
  const trainingId = await running(6);
  it.service.remove(trainingId);
  await vi.waitFor(() => expect(it.jobs.list()[0]?.state).toBe("cancelled"));
  it.service.restore(trainingId);
  expect(await it.until(trainingId, "cancelled")).toMatchObject({ run: { savedStep: 6 } });
  expect(existsSync(join(it.open.dataDir, "trainings", trainingId, "checkpoint.bin"))).toBe(true);
  await it.service.start(trainingId);
  await it.until(trainingId, "running");
});
