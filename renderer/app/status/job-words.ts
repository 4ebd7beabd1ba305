import type { Job } from "#main/jobs/contract.ts";
import { durationText, timeText } from "../formats.ts";
import { errorText, isTextKey } from "../texts.ts";
import type { Text } from "../texts.ts";

/** "Load Gemma 3 270M". */
export function jobName(t: Text, job: Pick<Job, "kind" | "subject">): string {
  return t(`job.${job.kind}`, { subject: job.subject });
}

/** What is being done and how long it takes, or how it ended. */
export function jobLine(t: Text, job: Job): string {
  switch (job.state) {
    case "waiting":
      return t("job.waiting");
    case "paused":
      return [t("job.paused"), percent(t, job)].filter(Boolean).join(" · ");
    case "running":
      return [step(t, job), percent(t, job), left(t, job)].filter(Boolean).join(" · ");
    case "done":
      return t("job.done", { time: timeText(job.endedAt ?? job.createdAt) });
    case "cancelled":
      return t("job.cancelled", { time: timeText(job.endedAt ?? job.createdAt) });
    case "failed":
      return job.error === null ? t("job.failed") : t(...errorText(job.error));
  }
}

function step(t: Text, job: Job): string {
  const key = `job.step.${job.step?.key ?? ""}`;
  return job.step !== null && isTextKey(key) ? t(key, job.step.values) : "";
}

function percent(t: Text, job: Job): string {
  return job.progress === null ? "" : t("app.jobs.percent", { part: job.progress });
}

function left(t: Text, job: Job): string {
  return job.remainingMs === null ? "" : t("job.left", { duration: durationText(t, job.remainingMs) });
}
