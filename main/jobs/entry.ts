import type { Job } from "./contract.ts";
import type { StoredJob } from "./store.ts";
import type { TimeLeft } from "./time-left.ts";
import type { JobWorker } from "./worker.ts";

type StopReason = "cancel" | "pause" | "quit";

/** A job in memory: what is stored, and what runs. `shownAt` and `savedAt` are of the steady clock. */
export interface Entry {
  job: Job;
  payload: unknown;
  checkpoint: unknown;
  attempts: number;
  running: { controller: AbortController; settled: Promise<void>; timeLeft: TimeLeft } | null;
  /** Cancelled, perhaps while it was still coming to its pause. */
  isGivenUp: boolean;
  savedAt: number;
  shownAt: number;
  showLater: NodeJS.Timeout | null;
  readonly done: PromiseWithResolvers<Job>;
}

export function createEntry(
  { job, payload, checkpoint, attempts }: StoredJob,
  worker: JobWorker<unknown, unknown> | undefined,
): Entry {
  const aboutId = worker?.aboutId?.(payload) ?? null;
  return {
    job: { ...job, aboutId, remainingMs: null, canPause: worker?.canPause ?? false },
    payload,
    checkpoint,
    attempts,
    running: null,
    isGivenUp: false,
    savedAt: 0,
    shownAt: 0,
    showLater: null,
    done: Promise.withResolvers(),
  };
}

/** Why a run was stopped, null when it was not. Who pauses and then cancels wants it cancelled. */
export function stopReason({ isGivenUp }: Entry, signal: AbortSignal): StopReason | null {
  if (!signal.aborted) return null;
  return isGivenUp ? "cancel" : (signal.reason as StopReason);
}
