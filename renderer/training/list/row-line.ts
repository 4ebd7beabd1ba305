import type { TrainingSummary } from "#main/training/contract.ts";
import { dateText, durationText, timeText } from "#renderer/app/formats.ts";
import type { Text } from "#renderer/app/texts.ts";

/** Where a training is, in one short line. */
export function rowLine(t: Text, training: TrainingSummary, now: number): string {
  const { state, progress, endedAt, preparingJobId, waitsForChat } = training;
  const { step, steps, remainingMs } = progress ?? { step: 0, steps: 0, remainingMs: null };
  switch (state) {
    case "draft":
    case "examined":
      return t(preparingJobId === null ? "training.row.notStarted" : "training.row.planning");
    case "waiting":
      return t("job.waiting");
    case "running": {
      if (waitsForChat) return t("training.row.forChat");
      if (steps === 0) return t("training.row.begins");
      const left = remainingMs === null ? [] : [t("job.left", { duration: durationText(t, remainingMs) })];
      return [t("training.step", { step, steps }), ...left].join(" · ");
    }
    case "paused":
      return t("training.row.paused", { step });
    case "failed":
      return t("training.row.failed", { step });
    case "cancelled":
      return t("training.row.cancelled", { step });
    case "done":
      return t("training.row.done", { when: whenText(endedAt ?? training.createdAt, now) });
  }
}

/** "18:52" today, else "15 Nov 2026". */
function whenText(at: number, now: number): string {
  return dateText(at) === dateText(now) ? timeText(at) : dateText(at);
}
