import type { Job } from "./contract.ts";
import type { StoredJob } from "./store.ts";
import type { TimeLeft } from "./time-left.ts";

export type StopReason = "cancel" | "pause" | "quit";

/** A job in memory: what is stored, and what runs. `shownAt` and `savedAt` are of the steady clock. */
export interface Entry {
  job: Job;
  payload: unknown;
  checkpoint: unknown;
  attempts: number;
  running: { controller: AbortController; settled: Promise<void>; timeLeft: TimeLeft } | null;
  savedAt: number;
  shownAt: number;
  showLater: NodeJS.Timeout | null;
  readonly done: PromiseWithResolvers<Job>;
}

export function createEntry({ job, payload, checkpoint, attempts }: StoredJob, canPause: boolean): Entry {
  return {
    job: { ...job, remainingMs: null, canPause },
    payload,
    checkpoint,
    attempts,
    running: null,
    savedAt: 0,
    shownAt: 0,
    showLater: null,
    done: Promise.withResolvers(),
  };
}
