import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLog } from "#main/lib/log.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTestStore } from "#main/store/testing.ts";
import type { JobsEvent } from "./contract.ts";
import { createJobs } from "./service.ts";
import type { JobRun, JobWorker } from "./worker.ts";

const log = createLog({ level: "silent" });
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openTestStore(folder.path);
});
afterEach(() => {
  vi.useRealTimers();
  store.close();
  folder[Symbol.dispose]();
});

/** A worker whose runs end when the test says so. */
function heldWorker(options?: Partial<JobWorker<string, number>>) {
  const runs: (JobRun<string, number> & { finish: () => void; fail: (error: unknown) => void })[] = [];
  const worker: JobWorker<string, number> = {
    kind: "backup",
    canPause: true,
    afterRestart: "resume",
    atOnce: 1,
    run(run) {
      return new Promise<void>((resolve, reject) => {
        runs.push({ ...run, finish: resolve, fail: reject });
        run.signal.addEventListener("abort", () => reject(new Error("aborted")));
      });
    },
    ...options,
  };
  return { worker, runs };
}

function begin(worker: JobWorker<string, number>) {
  const jobs = createJobs({ store, log });
  jobs.register(worker);
  jobs.begin();
  return jobs;
}

/** What a crash leaves: the rows as they are, no dispose. */
async function reopen() {
  store.close();
  store = await openTestStore(folder.path);
}

test("a job is on disk before it starts, runs, and is listed when it ended", async () => {
  const { worker, runs } = heldWorker();
  const jobs = begin(worker);
  const { jobId, done } = jobs.start("backup", "Chats", "payload");
  expect(store.db.prepare("SELECT subject FROM jobs WHERE id = ?").pluck().get(jobId)).toBe("Chats");
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  expect(runs[0]).toMatchObject({ jobId, payload: "payload", checkpoint: null });
  runs[0]?.finish();
  expect(await done).toMatchObject({ id: jobId, state: "done", progress: 1, error: null });
  expect(jobs.list()).toMatchObject([{ id: jobId, state: "done" }]);
  await jobs.dispose();
});

test("only as many of a kind run at once as the worker allows; the others wait in order", async () => {
  const { worker, runs } = heldWorker({ atOnce: 2 });
  const jobs = begin(worker);
  for (const subject of ["a", "b", "c"]) jobs.start("backup", subject, subject);
  await vi.waitFor(() => expect(runs).toHaveLength(2));
  expect(jobs.list().map(({ state }) => state)).toEqual(["waiting", "running", "running"]);
  runs[0]?.finish();
  await vi.waitFor(() => expect(runs.map(({ payload }) => payload)).toEqual(["a", "b", "c"]));
  await jobs.dispose();
});

test("cancelling ends what runs and what waits; `done` resolves with the cancelled job", async () => {
  const { worker, runs } = heldWorker();
  const jobs = begin(worker);
  const first = jobs.start("backup", "first", "");
  const second = jobs.start("backup", "second", "");
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  jobs.cancel(second.jobId);
  jobs.cancel(first.jobId);
  expect(await second.done).toMatchObject({ state: "cancelled" });
  expect(await first.done).toMatchObject({ state: "cancelled", error: null });
  expect(runs).toHaveLength(1);
  expect(runs[0]?.signal.reason).toBe("cancel");
  await jobs.dispose();
});

test("a paused job keeps its checkpoint and goes on from it", async () => {
  const { worker, runs } = heldWorker();
  const jobs = begin(worker);
  const { jobId } = jobs.start("backup", "x", "payload");
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  runs[0]?.saveCheckpoint(7);
  jobs.pause(jobId);
  await vi.waitFor(() => expect(jobs.list()[0]?.state).toBe("paused"));
  jobs.resume(jobId);
  await vi.waitFor(() => expect(runs).toHaveLength(2));
  expect(runs[1]).toMatchObject({ payload: "payload", checkpoint: 7 });
  await jobs.dispose();
});

test("a job that is cancelled while it still comes to its pause is cancelled", async () => {
  const { worker, runs } = heldWorker();
  const pausing = Promise.withResolvers<undefined>();
  const slow = { ...worker, run: (run: JobRun<string, number>) => worker.run(run).catch(() => pausing.promise) };
  const jobs = begin(slow);
  const { jobId, done } = jobs.start("backup", "Chats", "");
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  jobs.pause(jobId);
  jobs.cancel(jobId);
  pausing.reject(new Error("stopped"));
  await vi.waitFor(() => expect(jobs.list()[0]?.state).toBe("cancelled"));
  expect((await done).state).toBe("cancelled");
});

test("what cannot be paused says so", async () => {
  const { worker } = heldWorker({ canPause: false });
  const jobs = begin(worker);
  const { jobId } = jobs.start("backup", "x", "");
  expect(() => jobs.pause(jobId)).toThrow(expect.objectContaining({ code: "CONFLICT" }));
  await jobs.dispose();
});

test("after a crash a job goes on from its checkpoint", async () => {
  const before = heldWorker();
  const { jobId } = begin(before.worker).start("backup", "x", "payload");
  await vi.waitFor(() => expect(before.runs).toHaveLength(1));
  before.runs[0]?.saveCheckpoint(41);
  await reopen();
  const after = heldWorker();
  const jobs = begin(after.worker);
  await vi.waitFor(() => expect(after.runs).toHaveLength(1));
  expect(after.runs[0]).toMatchObject({ jobId, payload: "payload", checkpoint: 41 });
  await jobs.dispose();
});

test("after a crash a job that cannot go on is shown as interrupted", async () => {
  const before = heldWorker({ afterRestart: "fail" });
  begin(before.worker).start("backup", "x", "");
  await vi.waitFor(() => expect(before.runs).toHaveLength(1));
  await reopen();
  const after = heldWorker({ afterRestart: "fail" });
  const jobs = begin(after.worker);
  expect(jobs.list()).toMatchObject([{ state: "failed", error: { code: "INTERRUPTED" } }]);
  expect(after.runs).toHaveLength(0);
  await jobs.dispose();
});

test("a job that ends the app again and again is not begun a fourth time", async () => {
  begin(heldWorker().worker).start("backup", "x", "");
  for (let crash = 0; crash < 2; crash++) {
    await reopen();
    const { worker, runs } = heldWorker();
    begin(worker);
    await vi.waitFor(() => expect(runs).toHaveLength(1));
  }
  await reopen();
  const last = begin(heldWorker().worker);
  expect(last.list()).toMatchObject([{ state: "failed", error: { code: "INTERRUPTED" } }]);
  await last.dispose();
});

test("quitting asks what runs to stop, and it goes on at the next start; a paused one stays paused", async () => {
  const { worker, runs } = heldWorker({ atOnce: 2 });
  const jobs = begin(worker);
  jobs.start("backup", "running", "");
  const paused = jobs.start("backup", "paused", "");
  await vi.waitFor(() => expect(runs).toHaveLength(2));
  jobs.pause(paused.jobId);
  await vi.waitFor(() => expect(jobs.list()[0]?.state).toBe("paused"));
  await jobs.dispose();
  expect(runs[0]?.signal.reason).toBe("quit");
  await reopen();
  const next = heldWorker();
  const again = begin(next.worker);
  await vi.waitFor(() => expect(next.runs).toHaveLength(1));
  expect(again.list().map(({ subject, state }) => [subject, state])).toEqual([
    ["paused", "paused"],
    ["running", "running"],
  ]);
  await again.dispose();
});

test("a failure is kept as its code; what is not an AppError becomes INTERNAL with a reference", async () => {
  const { worker, runs } = heldWorker({ atOnce: 2 });
  const jobs = begin(worker);
  const known = jobs.start("backup", "known", "");
  const unknown = jobs.start("backup", "unknown", "");
  await vi.waitFor(() => expect(runs).toHaveLength(2));
  runs[0]?.fail(new AppError("CONFLICT", "Busy.", { problem: "busy" }));
  runs[1]?.fail(new Error("secret path /home/anna"));
  expect((await known.done).error).toEqual({ code: "CONFLICT", message: "Busy.", data: { problem: "busy" } });
  const { error } = await unknown.done;
  expect(error?.code).toBe("INTERNAL");
  expect(JSON.stringify(error)).not.toContain("anna");
  await jobs.dispose();
});

test("time left appears after three seconds, from the speed measured", async () => {
  vi.useFakeTimers();
  const { worker, runs } = heldWorker();
  const jobs = begin(worker);
  jobs.start("backup", "x", "");
  await vi.advanceTimersByTimeAsync(0);
  for (let second = 0; second < 10; second++) {
    runs[0]?.progress(second / 40);
    expect(jobs.list()[0]?.remainingMs).toBe(second < 3 ? null : (40 - second) * 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  runs[0]?.progress(null, { key: "reading", values: { page: 3 } });
  expect(jobs.list()[0]).toMatchObject({
    progress: null,
    remainingMs: null,
    step: { key: "reading", values: { page: 3 } },
  });
});

test("who watches gets a snapshot, then changes, at most four a second for progress, the last one always", async () => {
  vi.useFakeTimers();
  const { worker, runs } = heldWorker();
  const jobs = begin(worker);
  const watch = jobs.watch();
  expect((await watch.next()).value).toEqual({ type: "snapshot", jobs: [] });
  jobs.start("backup", "x", "");
  await vi.advanceTimersByTimeAsync(1_000);
  for (let i = 1; i <= 100; i++) {
    runs[0]?.progress(i / 200);
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  const events: JobsEvent[] = [];
  const collecting = (async () => {
    for await (const event of watch) events.push(event);
  })();
  await vi.advanceTimersByTimeAsync(0);
  const progress = events.flatMap((event) =>
    event.type === "changed" && event.job.progress !== null ? event.job.progress : [],
  );
  expect(progress.length).toBeLessThanOrEqual(6);
  expect(progress.at(-1)).toBe(0.5);
  const closing = jobs.dispose();
  await vi.advanceTimersByTimeAsync(10_000);
  await closing;
  await collecting;
});

test("ended jobs leave the list when dismissed, and after a day", async () => {
  const { worker, runs } = heldWorker({ atOnce: 2 });
  const jobs = begin(worker);
  const first = jobs.start("backup", "a", "");
  const second = jobs.start("backup", "b", "");
  expect(() => jobs.dismiss(first.jobId)).toThrow(expect.objectContaining({ code: "CONFLICT" }));
  await vi.waitFor(() => expect(runs).toHaveLength(2));
  runs.forEach(({ finish }) => finish());
  await Promise.all([first.done, second.done]);
  jobs.dismiss(first.jobId);
  expect(jobs.list().map(({ id }) => id)).toEqual([second.jobId]);
  expect(() => jobs.cancel(first.jobId)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  await jobs.dispose();
  store.db.prepare("UPDATE jobs SET ended_at = ended_at - 90000000").run();
  const later = begin(heldWorker().worker);
  expect(later.list()).toEqual([]);
  expect(store.db.prepare("SELECT count(*) FROM jobs").pluck().get()).toBe(0);
  await later.dispose();
});

test("a cancelled job whose remains cannot be cleared away still ends, and the next begins", async () => {
  const { worker, runs } = heldWorker({
    discard() {
      throw new Error("the folder is locked");
    },
  });
  const jobs = begin(worker);
  const first = jobs.start("backup", "first", "payload");
  jobs.start("backup", "second", "payload");
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  await jobs.cancel(first.jobId);
  await expect(first.done).resolves.toMatchObject({ state: "cancelled" });
  await vi.waitFor(() => expect(runs).toHaveLength(2));
});
