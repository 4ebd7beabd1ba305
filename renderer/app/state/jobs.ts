import type { Job, JobsEvent } from "#main/jobs/contract.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";

const watch = createSharedWatch<readonly Job[], JobsEvent>(
  (c, signal) => c.jobs.watch(undefined, { signal }),
  applyJobsEvent,
);

/** Part of the jobs, newest first; null before the first snapshot. */
export const useJobs = watch.use;

/** The jobs after one event. */
export function applyJobsEvent(jobs: readonly Job[] | null, event: JobsEvent): readonly Job[] | null {
  if (event.type === "snapshot") return event.jobs;
  if (jobs === null) return null;
  if (event.type === "removed") return jobs.filter((job) => job.id !== event.jobId);
  const known = jobs.some((job) => job.id === event.job.id);
  return known ? jobs.map((job) => (job.id === event.job.id ? event.job : job)) : [event.job, ...jobs];
}

/** Under way or still to come. */
export function isOpen(job: Job): boolean {
  return job.state === "running" || job.state === "waiting" || job.state === "paused";
}

const ENDED_SHOWN = 3;

/** What the panel lists: all that goes on or failed, and of those that ended well only the latest. */
export function worthShowing(jobs: readonly Job[]): Job[] {
  const ended = jobs.filter((job) => job.state === "done" || job.state === "cancelled").slice(0, ENDED_SHOWN);
  return jobs.filter((job) => isOpen(job) || job.state === "failed" || ended.includes(job));
}
