import { useId, useRef, useState } from "react";
import type { Job } from "#main/jobs/contract.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { Progress } from "#renderer/ui/Meter.tsx";
import { isOpen, useJobs, worthShowing } from "../state/jobs.ts";
import { useText } from "../texts.ts";
import { JobRow } from "./JobRow.tsx";
import { JobsAnnouncer } from "./JobsAnnouncer.tsx";
import { jobName } from "./job-words.ts";

const noJobs: readonly Job[] = [];

/** Jobs under way: one by its name, several by their number; the panel has them all. */
export function JobsButton() {
  const t = useText();
  const jobs = useJobs((all) => all) ?? noJobs;
  const open = jobs.filter(isOpen);
  const failed = jobs.filter((job) => job.state === "failed");
  const [panelOpen, setPanelOpen] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const [only] = open;
  const shown = jobs.length > 0 && (open.length > 0 || failed.length > 0 || panelOpen);

  return (
    <>
      <JobsAnnouncer jobs={jobs} />
      {shown && (
        <button
          ref={button}
          type="button"
          className="statusb"
          aria-expanded={panelOpen}
          aria-controls={id}
          popoverTarget={id}
        >
          {only !== undefined && open.length === 1 ? (
            <>
              <span>{jobName(t, only)}</span>
              {only.progress !== null && only.progress > 0 && (
                <span className="n">{t("app.jobs.percent", { part: only.progress })}</span>
              )}
              <Progress
                label={jobName(t, only)}
                value={only.progress === 0 ? null : only.progress}
                paused={only.state === "paused"}
              />
            </>
          ) : (
            <>
              <Icon name={panelOpen ? "down" : "up"} size="s" />
              <span>
                {open.length > 0
                  ? t("app.jobs.count", { count: open.length })
                  : t("app.jobs.failed", { count: failed.length })}
              </span>
            </>
          )}
        </button>
      )}
      <section
        ref={panel}
        id={id}
        className="over-status jobs"
        popover="auto"
        aria-label={t("app.jobs")}
        onToggle={(event) => setPanelOpen(event.newState === "open")}
      >
        <div className="top">
          <h2 className="grow">{t("app.jobs")}</h2>
          <Button kind="quiet" size="sm" icon="x" label={t("ui.close")} onClick={() => panel.current?.hidePopover()} />
        </div>
        <ul>
          {worthShowing(jobs).map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
        <p className="note">{t(jobs.length === 0 ? "app.jobs.none" : "app.jobs.goOn")}</p>
      </section>
    </>
  );
}
