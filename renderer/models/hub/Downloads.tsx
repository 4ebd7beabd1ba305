import type { Job } from "#main/jobs/contract.ts";
import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";
import { jobLine } from "#renderer/app/status/job-words.ts";
import { useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { Progress } from "#renderer/ui/Meter.tsx";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";

const none: readonly Job[] = [];

/** What is on its way or did not get here; what has arrived is among the models. */
export function Downloads({ onToken }: { onToken: () => void }) {
  const t = useText();
  const all = useJobs((jobs) => jobs) ?? none;
  const jobs = all.filter((job) => job.kind === "download-model" && (isOpen(job) || job.state === "failed"));
  if (jobs.length === 0) return null;
  return (
    <section aria-labelledby="hub-downloads">
      <h2 id="hub-downloads" className="hub-head">
        {t("hub.downloads")}
      </h2>
      <ul className="hub-downloads">
        {jobs.map((job) => (
          <DownloadRow key={job.id} job={job} onToken={onToken} />
        ))}
      </ul>
    </section>
  );
}

function DownloadRow({ job, onToken }: { job: Job; onToken: () => void }) {
  const t = useText();
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const lost = useLostReason();
  const name = job.subject;
  const jobId = job.id;
  const act = (what: string, onClick: () => void) => (
    <Button key={what} size="sm" aria-label={t("hub.job.do", { what, name })} reason={lost} onClick={onClick}>
      {what}
    </Button>
  );
  const goOn = () => attempt(client.models.hub.retry({ jobId }));
  return (
    <li>
      <div className="row">
        <Icon name="download" size="s" />
        <b className="cut grow">{name}</b>
        {job.state === "paused" && act(t("job.resume"), () => attempt(client.jobs.resume({ jobId })))}
        {(job.state === "running" || job.state === "waiting") &&
          act(t("job.pause"), () => attempt(client.jobs.pause({ jobId })))}
        {isOpen(job) && act(t("ui.cancel"), () => attempt(client.jobs.cancel({ jobId })))}
      </div>
      {job.state === "failed" && job.error !== null ? (
        <Fault
          quiet
          error={job.error}
          actions={
            <>
              {job.error.code === "MODEL_GATED" && <Button onClick={onToken}>{t("hub.gated.token")}</Button>}
              {job.error.code === "CHECKSUM_MISMATCH" ? (
                <Button aria-label={t("hub.again.of", { name })} onClick={goOn}>
                  {t("hub.again")}
                </Button>
              ) : (
                // There is nothing to go on with where the hub has no such model.
                job.error.code !== "NOT_FOUND" && (
                  <Button aria-label={t("hub.retry.of", { name })} onClick={goOn}>
                    {t("hub.retry")}
                  </Button>
                )
              )}
              <Button
                kind="quiet"
                aria-label={t("hub.discard.of", { name })}
                onClick={() => attempt(client.models.hub.discard({ jobId }))}
              >
                {t("hub.discard")}
              </Button>
            </>
          }
        />
      ) : (
        <>
          <Progress label={name} value={job.progress} paused={job.state === "paused"} />
          <p className="tiny t3 n">{jobLine(t, job)}</p>
        </>
      )}
      {fault !== null && <Fault error={fault} />}
    </li>
  );
}
