import type { Job, JobKind } from "./contract.ts";

/** What a worker is given. `Payload` and `Checkpoint` are plain JSON: they are stored, and read again after a restart. */
export interface JobRun<Payload, Checkpoint> {
  readonly jobId: string;
  readonly payload: Payload;
  /** Where an earlier attempt had come to, or null on the first. */
  readonly checkpoint: Checkpoint | null;
  /** Aborted by cancel, pause and quit; `signal.reason` is "cancel", "pause" or "quit". */
  readonly signal: AbortSignal;
  /**
   * `fraction` 0 to 1, or null when unknown. Time left is worked out from it, unless the worker knows better. Shown at most 4 times a
   * second, saved every 2 s.
   */
  progress(fraction: number | null, step?: Job["step"], remainingMs?: number | null): void;
  saveCheckpoint(checkpoint: Checkpoint): void;
}

export interface JobWorker<Payload, Checkpoint = never> {
  readonly kind: JobKind;
  readonly canPause: boolean;
  /** What happens to a job that was under way when the app ended: go on by itself, or be shown as failed. */
  readonly afterRestart: "resume" | "fail";
  /** How many of this kind run at once; more wait. */
  readonly atOnce: number;
  run(run: JobRun<Payload, Checkpoint>): Promise<void>;
  /** The id of what it works on, for pages that show it beside its work. */
  aboutId?(payload: Payload): string;
  /** The user gave the job up, whether it ran or not: what it left on disk can go. */
  discard?(payload: Payload, checkpoint: Checkpoint | null): void;
}

export interface Jobs {
  /** Once for each kind, before `begin`. */
  register<Payload, Checkpoint>(worker: JobWorker<Payload, Checkpoint>): void;
  /** Picks up what an earlier run of the app left. */
  begin(): void;
  /** Stored before it starts. `done` resolves with the ended job, however it ended; it never rejects. */
  start<Payload>(kind: JobKind, subject: string, payload: Payload): { jobId: string; done: Promise<Job> };
  cancel(jobId: string): void;
}
