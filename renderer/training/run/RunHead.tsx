import type { Training, TrainingRun } from "#main/training/contract.ts";
import { durationText } from "#renderer/app/formats.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import { Icon } from "#renderer/ui/Icon.tsx";
import { oneDecimal } from "../numbers.ts";

/** What is to come first and foremost: the time left; then where it is. */
export function RunHead({ training, isPausing }: { training: Training; isPausing: boolean }) {
  const t = useText();
  const { state, run } = training;
  const { step, steps, epoch } = run ?? { step: 0, steps: 0, epoch: 0 };
  const headline = headlineOf(t, training, isPausing);
  const part = steps === 0 ? 0 : step / steps;
  return (
    <section className="run-head" aria-label={t("training.progress")}>
      <div className="row">
        <p className="left n">{headline}</p>
        <p className="small t2 n grow end">
          {steps > 0 && t("training.where", { step, steps, times: oneDecimal(epoch) })}
        </p>
      </div>
      <div
        className="meter"
        role="progressbar"
        aria-label={t("training.progress")}
        aria-valuemin={0}
        aria-valuemax={steps}
        aria-valuenow={step}
        aria-valuetext={`${t("training.step", { step, steps })}, ${headline}`}
      >
        <i style={{ width: `${part * 100}%`, background: state === "running" ? "var(--accent)" : "var(--control)" }} />
      </div>
      <Phases run={run} state={state} />
    </section>
  );
}

function headlineOf(t: Text, { state, run }: Training, isPausing: boolean): string {
  if (state === "waiting") return t("training.head.waiting");
  if (state === "paused") return t("training.head.paused");
  if (run?.isStopping === true) return t("training.head.stopping");
  if (run?.waitsForChat === true) return t("training.head.forChat");
  if (isPausing) return t("training.head.pausing");
  if (run === null || run.phase !== "training" || run.remainingMs === null) {
    return run !== null && run.step > 0 && run.remainingMs !== null
      ? t("job.left", { duration: durationText(t, run.remainingMs) })
      : t("training.head.begins");
  }
  return t("job.left", { duration: durationText(t, run.remainingMs) });
}

const phases = ["texts", "model", "training", "tested"] as const;

/** Its parts in their order; which are done, and which one goes on. */
function Phases({ run, state }: { run: TrainingRun | null; state: Training["state"] }) {
  const t = useText();
  const now =
    state !== "running" ? -1 : run === null || run.phase === "loading" || run.phase === "reading-data" ? 1 : 2;
  const done = state === "running" ? now : run !== null && run.step > 0 ? 2 : 1;
  return (
    <ol className="phases">
      {phases.map((phase, index) => (
        <li key={phase} className={index < done ? "done" : undefined} aria-current={index === now ? "step" : undefined}>
          {index < done && <Icon name="check" size="xs" />}
          {index === now && <span className="pip" />}
          {index === 2 && index === now && run?.phase === "judging"
            ? t("training.phase.judging")
            : t(`training.phase.${phase}`)}
        </li>
      ))}
    </ol>
  );
}
