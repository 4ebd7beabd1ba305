import type { Job } from "#main/jobs/contract.ts";

/** The jobs worth a word since `before`: those that reached another quarter or ended. New ones are not, they were asked for. */
export function newsOf(before: readonly Job[], after: readonly Job[]): Job[] {
  return after.filter((job) => {
    const old = before.find((other) => other.id === job.id);
    if (old === undefined) return false;
    if (old.state !== job.state) return job.state === "done" || job.state === "failed" || job.state === "paused";
    return job.state === "running" && quarter(job) > quarter(old);
  });
}

function quarter(job: Job): number {
  return Math.floor((job.progress ?? 0) * 4);
}
