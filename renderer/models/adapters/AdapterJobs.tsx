import type { Job } from "#main/jobs/contract.ts";
import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";
import { jobLine } from "#renderer/app/status/job-words.ts";
import { useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Progress } from "#renderer/ui/Meter.tsx";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";

const none: readonly Job[] = [];

const KINDS = ["import-adapter", "export-adapter", "merge-adapters"] as const;
type AdapterJob = Job & { kind: (typeof KINDS)[number] };

/** What is being made of adapters, and what could not be, each with its reason until it is dismissed. */
export function AdapterJobs() {
  const all = useJobs((jobs) => jobs) ?? none;
  const jobs = all.filter(isAdapterJob).filter((job) => isOpen(job) || job.state === "failed");
  if (jobs.length === 0) return null;
  return (
    <ul className="imports">
      {jobs.map((job) => (
        <AdapterJobLine key={job.id} job={job} />
      ))}
    </ul>
  );
}

function isAdapterJob(job: Job): job is AdapterJob {
  return KINDS.some((kind) => kind === job.kind);
}

function AdapterJobLine({ job }: { job: AdapterJob }) {
  const t = useText();
  const client = useClient();
  const lost = useLostReason();
  const { fault, attempt } = useAttempt();
  const name = t(`job.${job.kind}`, { subject: job.subject });
  const jobId = job.id;
  if (job.state === "failed") {
    return (
      <li>
        <Fault
          quiet
          error={job.error ?? undefined}
          actions={
            <Button
              aria-label={t("adapters.dismiss.of", { job: name })}
              reason={lost}
              onClick={() => attempt(client.jobs.dismiss({ jobId }))}
            >
              {t("job.dismiss")}
            </Button>
          }
        >
          {job.error === null && <p>{t("job.failed")}</p>}
        </Fault>
        {fault !== null && <Fault error={fault} />}
      </li>
    );
  }
  return (
    <li>
      <div className="row">
        <b className="cut grow">{name}</b>
        <Button
          kind="text"
          size="sm"
          aria-label={t("adapters.cancel.of", { job: name })}
          reason={lost}
          onClick={() => attempt(client.jobs.cancel({ jobId }))}
        >
          {t("ui.cancel")}
        </Button>
      </div>
      <Progress label={name} value={job.progress} />
      <p className="tiny t2 n">{jobLine(t, job)}</p>
      {fault !== null && <Fault error={fault} />}
    </li>
  );
}
