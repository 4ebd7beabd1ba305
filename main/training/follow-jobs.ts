import type { Job } from "#main/jobs/contract.ts";
import type { JobsService } from "#main/jobs/service.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { TrainingRecord } from "./store.ts";
import type { Trainings } from "./trainings.ts";

/** The states of trainings are those of their jobs, whoever pauses, goes on with or cancels them, and after a restart. */
export async function followJobs(
  jobs: Pick<JobsService, "watch">,
  trainings: Trainings,
  signal: AbortSignal,
): Promise<void> {
  for await (const event of jobs.watch(signal)) {
    if (event.type === "removed") continue;
    const seen = event.type === "snapshot" ? event.jobs : [event.job];
    for (const job of seen) follow(job, trainings);
    if (event.type === "snapshot") endOrphans(new Set(seen.map(({ id }) => id)), trainings);
  }
}

function follow(job: Job, trainings: Trainings): void {
  if (job.kind === "train") {
    const record = trainings.all().find(({ jobId }) => jobId === job.id);
    if (record !== undefined && (record.state !== job.state || job.error !== null))
      followTraining(job, record, trainings);
  }
  if (job.kind === "plan-training" && job.endedAt !== null) {
    const record = trainings.all().find(({ id }) => trainings.preparingJobId(id) === job.id);
    if (record === undefined) return;
    trainings.setPreparing(record.id, null);
    if (job.error !== null) trainings.change(record.id, { problem: job.error });
  }
}

function followTraining(job: Job, record: TrainingRecord, trainings: Trainings): void {
  const isOver = job.endedAt !== null;
  if (isOver && record.endedAt === job.endedAt) return;
  const run = record.run === null ? null : { ...record.run, waitsForChat: false, isStopping: false };
  trainings.change(record.id, {
    state: job.state,
    problem: job.error,
    endedAt: job.endedAt,
    ...(isOver && { run, jobId: null }),
  });
}

/** Those whose jobs are not known any more: a database that was put back from a backup. */
function endOrphans(known: ReadonlySet<string>, trainings: Trainings): void {
  for (const { id, state, jobId } of trainings.all()) {
    const isOpen = state === "waiting" || state === "running" || state === "paused";
    if (!isOpen || (jobId !== null && known.has(jobId))) continue;
    const message = "Cloister was closed while this was under way. Start it again.";
    const problem = new AppError("INTERRUPTED", message, { words: 0 }).toShape();
    trainings.change(id, { state: "failed", jobId: null, problem, endedAt: Date.now() });
  }
}
