import type { Training, TrainingNotice } from "#main/training/contract.ts";
import { durationText, timeText } from "#renderer/app/formats.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import type { IconName } from "#renderer/ui/Icon.tsx";
import { formatMemory } from "#renderer/ui/units.ts";
import { NoteLine } from "../NoteLine.tsx";

/** Past the plan by more than this is said. */
const LATE = 1.2;

/** What is saved, and what went otherwise than planned. */
export function RunNotes({ training }: { training: Training }) {
  const t = useText();
  const { run, jobId } = training;
  if (run === null) return null;
  const { savedStep, savedAt, bestStep, notices } = run;
  const saved =
    savedStep === null || savedAt === null ? null : { step: savedStep, time: timeText(savedAt), best: bestStep ?? -1 };
  const plannedMs = (training.plan?.plan.seconds.likely ?? 0) * 1_000;
  const likelyMs = run.workedMs + (run.remainingMs ?? 0);
  const isLate = jobId !== null && plannedMs > 0 && likelyMs > LATE * plannedMs;
  return (
    <div className="notes">
      {isLate && (
        <NoteLine icon="alert">
          {t("training.note.late", { now: durationText(t, likelyMs), planned: durationText(t, plannedMs) })}
        </NoteLine>
      )}
      {saved !== null && jobId !== null && <NoteLine icon="check">{t("training.note.savedStep", saved)}</NoteLine>}
      {jobId !== null && <NoteLine icon="info">{t("training.note.close")}</NoteLine>}
      {notices.toReversed().map(({ at, notice }) => (
        <NoteLine key={`${at} ${notice.kind}`} icon={iconOf(notice)}>
          {noticeText(t, notice)} <span className="t3 n">{timeText(at)}</span>
        </NoteLine>
      ))}
    </div>
  );
}

function iconOf({ kind }: TrainingNotice): IconName {
  return kind === "resumed" || kind === "fallbacks" ? "info" : "alert";
}

function noticeText(t: Text, notice: TrainingNotice): string {
  switch (notice.kind) {
    case "not-a-number":
      return t("training.notice.notANumber", {
        step: notice.step,
        backTo: notice.backTo,
        rate: notice.learningRate.toPrecision(2),
      });
    case "resumed":
      return notice.problem === null
        ? t("training.notice.resumed", { step: notice.step })
        : t("training.notice.resumedBefore", { step: notice.step, problem: notice.problem });
    case "low-memory":
      return t("training.notice.lowMemory", { step: notice.step, free: formatMemory(notice.freeBytes) });
    case "card-refused":
      return t("training.notice.cardRefused", { card: notice.card });
    case "fallbacks":
      return t("training.notice.fallbacks", { operations: notice.operations.join(", ") });
  }
}
