import type { ReactNode } from "react";
import type { Document } from "#main/documents/contract.ts";
import type { Job } from "#main/jobs/contract.ts";
import { isOpen } from "#renderer/app/state/jobs.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { Progress } from "#renderer/ui/Meter.tsx";
import type { DocumentActions } from "./use-document-actions.ts";

export interface DocumentStateCellProps {
  document: Document;
  job: Job | null;
  actions: DocumentActions;
}

/** One state in words, what it means, and its one button. */
export function DocumentStateCell({ document, job, actions }: DocumentStateCellProps): ReactNode {
  const t = useText();
  const { name, state, problem, leftOut, pagesUnreadable } = document;
  switch (state) {
    case "reading":
      return <Reading document={document} job={job} />;
    case "waiting":
      return (
        <span className="told t2">
          {t(job !== null && isOpen(job) ? "documents.state.waiting" : "documents.state.notRead")}
        </span>
      );
    case "locked": {
      const isWrong = problem?.code === "DOCUMENT_LOCKED" && problem.data.isWrong;
      return (
        <>
          <span className="told">{t(isWrong ? "documents.state.wrongPassword" : "documents.state.locked")}</span>
          <Button
            aria-label={t("documents.password.enter.label", { name })}
            onClick={() => actions.askPassword(document)}
          >
            {t("documents.password.enter")}
          </Button>
        </>
      );
    }
    case "unreadable":
      return (
        <>
          <span className="told">
            <b className="bad">
              <Icon name="x" size="xs" />
              {t("documents.state.unreadable")}
            </b>
            {problem?.code === "DOCUMENT_UNREADABLE" && (
              <span className="sub wrap">{t("documents.state.because", { problem: problem.data.problem })}</span>
            )}
          </span>
          <Button aria-label={t("documents.again.label", { name })} onClick={() => actions.readAgain(document)}>
            {t("documents.again")}
          </Button>
        </>
      );
    case "away":
      return (
        <>
          <span className="told">
            <b className="warn">
              <Icon name="half" size="xs" />
              {t("documents.state.away")}
            </b>
            <span className="sub wrap">{t("documents.state.away.kept")}</span>
          </span>
          <Button aria-label={t("documents.look.label", { name })} onClick={() => actions.look(document)}>
            {t("documents.look")}
          </Button>
        </>
      );
    case "read":
      if (pagesUnreadable === 0 && leftOut.length === 0) {
        return (
          <span className="told done">
            <Icon name="check" size="s" />
            {t("documents.state.read")}
          </span>
        );
      }
      return (
        <span className="told">
          {pagesUnreadable > 0 && (
            <b className="bad">
              <Icon name="x" size="xs" />
              {t("documents.state.pagesUnreadable", { pages: pagesUnreadable })}
            </b>
          )}
          {leftOut.length > 0 && (
            <>
              <b className="warn">
                <Icon name="half" size="xs" />
                {t("documents.state.leftOut")}
              </b>
              <span className="sub wrap">{t("documents.state.leftOut.what", { what: leftOut.join("; ") })}</span>
            </>
          )}
        </span>
      );
  }
}

/** The page that is read now comes with the job's step; what is saved of it with the document. */
function Reading({ document, job }: { document: Document; job: Job | null }) {
  const t = useText();
  const { name, facts, pagesRead } = document;
  const step = job?.step?.values["document"] === name ? job.step : null;
  const page = Math.max(pagesRead, Number(step?.values["page"] ?? 0));
  const pages = facts?.pages ?? null;
  const isPaused = job?.state === "paused";
  const isStopped = job === null || !isOpen(job);
  const told =
    page === 0 || pages === null
      ? t(isPaused || isStopped ? "documents.state.begun" : "documents.state.reading")
      : t(isPaused || isStopped ? "documents.state.readSoFar" : "documents.state.readingPage", { page, pages });
  return (
    <span className="told n">
      {told}
      <Progress
        label={t("documents.state.progress", { name })}
        value={pages === null || pages === 0 ? null : Math.min(1, page / pages)}
        paused={isPaused || isStopped}
      />
    </span>
  );
}
