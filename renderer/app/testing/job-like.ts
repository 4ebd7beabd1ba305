import type { Job } from "#main/jobs/contract.ts";

/** A running job with what a test wants different. */
export function jobLike(over: Partial<Job>): Job {
  return {
    id: "job",
    kind: "load-model",
    subject: "Gemma 3 270M",
    aboutId: null,
    state: "running",
    progress: null,
    step: null,
    remainingMs: null,
    canPause: false,
    error: null,
    createdAt: 0,
    endedAt: null,
    ...over,
  };
}
