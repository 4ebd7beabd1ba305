import type { Job } from "#main/jobs/contract.ts";
import { durationText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { sayFailed } from "./use-collection-actions.ts";

/** How long a job that is under way takes, and its Pause and Cancel, beside what it works on. */
export function JobControls({ job }: { job: Job }) {
  const t = useText();
  const client = useClient();
  const lost = useLostReason();
  const jobId = job.id;
  return (
    <>
      <span className="small t2 n">
        {job.state === "paused" && t("job.paused")}
        {job.state === "waiting" && t("job.waiting")}
        {job.state === "running" &&
          (job.remainingMs === null
            ? t("app.jobs.percent", { part: job.progress ?? 0 })
            : t("job.left", { duration: durationText(t, job.remainingMs) }))}
      </span>
      <span className="row does">
        {job.state === "paused" ? (
          <Button kind="text" reason={lost} onClick={() => void client.jobs.resume({ jobId }).catch(sayFailed)}>
            {t("job.resume")}
          </Button>
        ) : (
          <Button kind="text" reason={lost} onClick={() => void client.jobs.pause({ jobId }).catch(sayFailed)}>
            {t("job.pause")}
          </Button>
        )}
        <Button kind="text" reason={lost} onClick={() => void client.jobs.cancel({ jobId }).catch(sayFailed)}>
          {t("ui.cancel")}
        </Button>
      </span>
    </>
  );
}
