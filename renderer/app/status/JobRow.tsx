import { useState } from "react";
import type { Job } from "#main/jobs/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import type { IconName } from "#renderer/ui/Icon.tsx";
import { Progress } from "#renderer/ui/Meter.tsx";
import { isOpen } from "../state/jobs.ts";
import { errorText, useText } from "../texts.ts";
import { useLostReason } from "../use-lost-reason.ts";
import { jobLine, jobName } from "./job-words.ts";

const icons: Record<Job["kind"], IconName> = {
  "load-model": "box",
  "install-sample": "download",
  "download-model": "download",
  "scan-models": "search",
  "check-files": "shield",
  "measure-preset": "chip",
  "measure-machine": "chip",
  "import-adapter": "plus",
  "export-adapter": "copy",
  "export-chats": "copy",
  "merge-adapters": "box",
  "quantise-model": "box",
  "compare-models": "half",
  "plan-training": "curve",
  train: "curve",
  "read-documents": "file",
  "embed-documents": "search",
  "read-everything": "docs",
  evaluate: "half",
  backup: "copy",
};

/** One job: name, what is being done, bar, time left, Pause or Cancel. */
export function JobRow({ job }: { job: Job }) {
  const t = useText();
  const client = useClient();
  const [problem, setProblem] = useState<ErrorShape | null>(null);
  const name = jobName(t, job);
  const ask = (call: (input: { jobId: string }) => Promise<unknown>) => {
    setProblem(null);
    call({ jobId: job.id }).catch((error: unknown) => setProblem(toErrorShape(error)));
  };
  return (
    <li className="job">
      <Icon name={icons[job.kind]} size="s" />
      <b className="cut">{name}</b>
      <span className="acts">
        {job.state === "paused" && (
          <JobButton label={t("job.resume")} name={name} onClick={() => ask(client.jobs.resume)} />
        )}
        {(job.state === "running" || job.state === "waiting") && job.canPause && (
          <JobButton label={t("job.pause")} name={name} onClick={() => ask(client.jobs.pause)} />
        )}
        {isOpen(job) ? (
          <JobButton label={t("ui.cancel")} name={name} onClick={() => ask(client.jobs.cancel)} />
        ) : (
          <JobButton label={t("job.dismiss")} name={name} onClick={() => ask(client.jobs.dismiss)} />
        )}
      </span>
      <span className={job.state === "failed" ? "sub n bad" : "sub n"}>{jobLine(t, job)}</span>
      {isOpen(job) && job.state !== "waiting" && (
        <Progress label={name} value={job.progress} paused={job.state === "paused"} />
      )}
      {problem && (
        <span className="sub bad" role="alert">
          {t(...errorText(problem))}
        </span>
      )}
    </li>
  );
}

function JobButton({ label, name, onClick }: { label: string; name: string; onClick: () => void }) {
  const reason = useLostReason();
  return (
    <Button kind="text" size="sm" aria-label={`${label}: ${name}`} reason={reason} onClick={onClick}>
      {label}
    </Button>
  );
}
