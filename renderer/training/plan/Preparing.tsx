import { useJobs } from "#renderer/app/state/jobs.ts";
import { jobLine } from "#renderer/app/status/job-words.ts";
import { useText } from "#renderer/app/texts.ts";
import { Progress } from "#renderer/ui/Meter.tsx";

/** The texts are being read, or some steps measured. */
export function Preparing({ jobId }: { jobId: string }) {
  const t = useText();
  const job = useJobs((jobs) => jobs.find(({ id }) => id === jobId));
  return (
    <div className="preparing" aria-live="polite">
      <p className="small">{t("training.preparing")}</p>
      <Progress label={t("training.preparing")} value={job?.progress ?? null} />
      {job !== undefined && job !== null && <p className="tiny t3 n">{jobLine(t, job)}</p>}
    </div>
  );
}
