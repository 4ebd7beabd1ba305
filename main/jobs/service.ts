import { createChannel } from "#main/lib/channel.ts";
import { newId } from "#main/lib/ids.ts";
import type { Log } from "#main/lib/log.ts";
import { settledWithin } from "#main/lib/settled-within.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import type { Job, JobKind, JobsEvent } from "./contract.ts";
import { createEntry, type Entry, stopReason } from "./entry.ts";
import { conflict, describeFailure } from "./failure.ts";
import { createJobsStore, type StoredJob } from "./store.ts";
import { createTimeLeft } from "./time-left.ts";
import type { Jobs, JobWorker } from "./worker.ts";

export interface JobsService {
  /** Those under way or waiting, and those that ended in the last day, newest first. */
  list(): Job[];
  watch(signal?: AbortSignal): AsyncGenerator<JobsEvent, void>;
  /** NOT_FOUND. Does nothing to a job that ended. */
  cancel(jobId: string): void;
  /** NOT_FOUND, CONFLICT when this kind cannot be paused. */
  pause(jobId: string): void;
  /** NOT_FOUND. */
  resume(jobId: string): void;
  /** NOT_FOUND, CONFLICT while it has not ended. */
  dismiss(jobId: string): void;
  /** Asks what runs to stop ("quit") and waits for it; it goes on at the next start where its worker says so. */
  dispose(): Promise<void>;
}

const SHOWN_EVERY_MS = 250;
const SAVED_EVERY_MS = 2_000;
const LISTED_FOR_MS = 24 * 60 * 60 * 1_000;
const SWEPT_EVERY_MS = 10 * 60 * 1_000;
/** A job that was begun so often without coming forward is taken to end the app, and is not begun again by itself. */
const MAX_ATTEMPTS = 3;
/** How long quitting waits for what runs. */
const QUIT_MS = 5_000;

export function createJobs({ store, log }: { store: Store; log: Log }): Jobs & JobsService {
  const saved = createJobsStore(store);
  const workers = new Map<JobKind, JobWorker<unknown, unknown>>();
  const entries = new Map<string, Entry>();
  const channel = createChannel<JobsEvent>();
  let disposed = false;

  function find(jobId: string): Entry {
    const entry = entries.get(jobId);
    if (!entry) throw new AppError("NOT_FOUND", "This job is no longer listed.", { what: "job" });
    return entry;
  }

  function add(stored: StoredJob): Entry {
    const entry = createEntry(stored, workers.get(stored.job.kind));
    entries.set(entry.job.id, entry);
    return entry;
  }

  function save(entry: Entry): void {
    entry.savedAt = performance.now();
    saved.save(entry);
  }

  /** For what the user did not ask for just now: a full disk must not stop the work itself. */
  function saveIfPossible(entry: Entry): void {
    try {
      save(entry);
    } catch (error) {
      log.warn({ err: error, job: entry.job.id }, "A job's state could not be saved");
    }
  }

  function show(entry: Entry): void {
    if (entry.showLater) clearTimeout(entry.showLater);
    entry.showLater = null;
    entry.shownAt = performance.now();
    channel.publish({ type: "changed", job: entry.job });
  }

  function showSoon(entry: Entry): void {
    if (entry.showLater) return;
    const wait = entry.shownAt + SHOWN_EVERY_MS - performance.now();
    if (wait <= 0) show(entry);
    else entry.showLater = setTimeout(() => show(entry), wait);
  }

  function end(entry: Entry, state: "done" | "failed" | "cancelled", error: Job["error"] = null): void {
    const progress = state === "done" ? 1 : entry.job.progress;
    entry.job = { ...entry.job, state, error, progress, remainingMs: null, endedAt: Date.now() };
    saveIfPossible(entry);
    show(entry);
    try {
      if (state === "cancelled") workers.get(entry.job.kind)?.discard?.(entry.payload, entry.checkpoint);
    } catch (error) {
      log.warn({ err: error, job: entry.job.id }, "What a cancelled job left could not be cleared away");
    } finally {
      entry.done.resolve(entry.job);
    }
  }

  function beginNext(kind: JobKind): void {
    const worker = workers.get(kind);
    if (disposed || !worker) return;
    const ofKind = [...entries.values()].filter((entry) => entry.job.kind === kind);
    let free = worker.atOnce - ofKind.filter((entry) => entry.running).length;
    for (const entry of ofKind) {
      if (free <= 0) return;
      if (entry.job.state !== "waiting" || entry.running) continue;
      free -= 1;
      begin(entry, worker);
    }
  }

  function begin(entry: Entry, worker: JobWorker<unknown, unknown>): void {
    const controller = new AbortController();
    entry.attempts += 1;
    entry.job = { ...entry.job, state: "running" };
    saveIfPossible(entry);
    show(entry);
    const settled = Promise.resolve().then(() => work(entry, worker, controller));
    entry.running = { controller, settled, timeLeft: createTimeLeft() };
  }

  async function work(entry: Entry, worker: JobWorker<unknown, unknown>, controller: AbortController): Promise<void> {
    let failure: Job["error"] = null;
    try {
      // Stopped in the same turn as it began: a worker need not look for that.
      controller.signal.throwIfAborted();
      await worker.run({
        jobId: entry.job.id,
        payload: entry.payload,
        checkpoint: entry.checkpoint,
        signal: controller.signal,
        progress: (fraction, step, remainingMs) => noteProgress(entry, fraction, step, remainingMs),
        saveCheckpoint(checkpoint) {
          entry.checkpoint = checkpoint;
          entry.attempts = 0;
          save(entry);
        },
      });
    } catch (error) {
      if (!controller.signal.aborted) failure = describeFailure(error, store.path, log);
    }
    entry.running = null;
    const reason = stopReason(entry, controller.signal);
    if (reason === "cancel") end(entry, "cancelled");
    else if (reason !== null) hold(entry, reason);
    else if (failure) end(entry, "failed", failure);
    else end(entry, "done");
    beginNext(entry.job.kind);
  }

  /** Stopped, and not ended: it goes on when the user says so, or at the next start. */
  function hold(entry: Entry, reason: "pause" | "quit"): void {
    entry.attempts = 0;
    entry.job = { ...entry.job, state: reason === "pause" ? "paused" : "running", remainingMs: null };
    saveIfPossible(entry);
    show(entry);
  }

  function noteProgress(entry: Entry, fraction: number | null, step?: Job["step"], known?: number | null): void {
    if (!entry.running) return;
    const progress = fraction === null || Number.isNaN(fraction) ? null : Math.min(1, Math.max(0, fraction));
    const remainingMs = known === undefined ? entry.running.timeLeft.at(performance.now(), progress) : known;
    entry.job = { ...entry.job, progress, remainingMs, ...(step !== undefined && { step }) };
    showSoon(entry);
    if (performance.now() - entry.savedAt >= SAVED_EVERY_MS) saveIfPossible(entry);
  }

  function sweep(): void {
    const before = Date.now() - LISTED_FOR_MS;
    for (const [jobId, { job }] of entries) {
      if (job.endedAt === null || job.endedAt >= before) continue;
      entries.delete(jobId);
      channel.publish({ type: "removed", jobId });
    }
    try {
      saved.eraseEndedBefore(before);
    } catch (error) {
      log.warn({ err: error }, "Old jobs could not be erased");
    }
  }

  function list(): Job[] {
    return [...entries.values()].map(({ job }) => job).reverse();
  }

  function stop(entry: Entry, reason: "cancel" | "pause"): void {
    entry.isGivenUp ||= reason === "cancel";
    if (entry.running) {
      entry.running.controller.abort(reason);
    } else if (entry.job.state === "waiting" || entry.job.state === "paused") {
      if (reason === "cancel") end(entry, "cancelled");
      else hold(entry, "pause");
    }
  }

  /** What was under way when the app ended, by what its worker wants. */
  function pickUp(entry: Entry): void {
    if (entry.job.endedAt !== null) return void entry.done.resolve(entry.job);
    if (entry.job.state === "paused") return;
    const worker = workers.get(entry.job.kind);
    const goesOn = worker && (entry.job.state === "waiting" || worker.afterRestart === "resume");
    if (goesOn && entry.attempts < MAX_ATTEMPTS) {
      entry.job = { ...entry.job, state: "waiting" };
      return;
    }
    const message = "Cloister was closed while this was under way. Start it again.";
    end(entry, "failed", new AppError("INTERRUPTED", message, { words: 0 }).toShape());
  }

  const sweeping = setInterval(sweep, SWEPT_EVERY_MS);
  sweeping.unref();

  return {
    register(worker) {
      if (workers.has(worker.kind)) throw new Error(`two workers for jobs of the kind ${worker.kind}`);
      // Payloads and checkpoints come back as this worker's own start() and saveCheckpoint() stored them.
      workers.set(worker.kind, worker as unknown as JobWorker<unknown, unknown>);
    },

    begin() {
      for (const stored of saved.all()) pickUp(add(stored));
      sweep();
      for (const kind of workers.keys()) beginNext(kind);
    },

    start(kind, subject, payload) {
      if (!workers.has(kind)) throw new Error(`no worker for jobs of the kind ${kind}`);
      const job = { id: newId(), kind, subject, state: "waiting", progress: null, step: null, error: null } as const;
      const entry = add({
        job: { ...job, createdAt: Date.now(), endedAt: null },
        payload,
        checkpoint: null,
        attempts: 0,
      });
      try {
        save(entry);
      } catch (error) {
        entries.delete(job.id);
        throw error;
      }
      show(entry);
      beginNext(kind);
      return { jobId: job.id, done: entry.done.promise };
    },

    list,

    async *watch(signal) {
      const live = channel.subscribe(signal);
      try {
        yield { type: "snapshot", jobs: list() };
        yield* live;
      } finally {
        void live.return?.();
      }
    },

    cancel: (jobId) => stop(find(jobId), "cancel"),

    pause(jobId) {
      const entry = find(jobId);
      if (!entry.job.canPause) throw conflict("This kind of work cannot be paused.");
      stop(entry, "pause");
    },

    resume(jobId) {
      const entry = find(jobId);
      if (entry.job.state !== "paused") return;
      entry.job = { ...entry.job, state: "waiting" };
      save(entry);
      show(entry);
      beginNext(entry.job.kind);
    },

    dismiss(jobId) {
      const entry = find(jobId);
      if (entry.job.endedAt === null) throw conflict("It has not ended yet. Cancel it first.");
      saved.erase(jobId);
      entries.delete(jobId);
      channel.publish({ type: "removed", jobId });
    },

    async dispose() {
      disposed = true;
      clearInterval(sweeping);
      const running = [...entries.values()].flatMap((entry) => entry.running ?? []);
      for (const { controller } of running) if (!controller.signal.aborted) controller.abort("quit");
      await settledWithin(
        running.map(({ settled }) => settled),
        QUIT_MS,
      );
      for (const entry of entries.values()) {
        if (entry.showLater) clearTimeout(entry.showLater);
        entry.done.resolve(entry.job);
      }
      channel.close();
    },
  };
}
