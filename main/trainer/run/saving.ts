import { AppError } from "#main/rpc/errors.ts";
import type { Run } from "./run.ts";

/** Times that a run goes back over the same steps because a loss was not a number; each time with half the rate. */
const MOST_SETBACKS = 3;
/** Steps may take minutes on a slow computer: a crash costs no more than this. */
const SAVE_AFTER_MS = 10 * 60_000;

/** Also before the first step: what cannot be saved is not begun, and there is always something to go back to. */
export function isSavingDue({ saved, progress, settings, order }: Run): boolean {
  if (saved === null) return true;
  if (saved.progress === progress) return false;
  const { step, judgedAt } = progress;
  return (
    step % settings.saveEvery === 0 ||
    step === order.steps ||
    step === judgedAt ||
    performance.now() - saved.atMs > SAVE_AFTER_MS
  );
}

export async function saveCheckpoint(run: Run): Promise<void> {
  const { progress } = run;
  await run.checkpoints.save(progress);
  run.saved = { progress, atMs: performance.now() };
  run.emit({ type: "saved", step: progress.step });
}

/** The loss at `step` was not a number: back to the last save, with half the rate. Throws TRAINING_DIVERGED when that did not help. */
export async function goBack(run: Run, step: number): Promise<void> {
  const { setback, rateFactor } = run.progress;
  const times = (setback?.times ?? 0) + 1;
  const learningRate = run.settings.learningRate * rateFactor;
  if (times > MOST_SETBACKS) throw diverged(step, learningRate);
  const last = await run.checkpoints.load();
  if (last === null) throw diverged(step, learningRate);
  run.network.lora.writeValues(run.values);
  const progress = {
    ...last.progress,
    rateFactor: rateFactor / 2,
    setback: { step: Math.max(step, setback?.step ?? 0), times },
  };
  run.progress = progress;
  const notice = { kind: "not-a-number" as const, step, backTo: progress.step, learningRate: learningRate / 2 };
  run.emit({ type: "notice", notice });
}

function diverged(step: number, learningRate: number): AppError {
  const message = `The loss stopped being a number at step ${String(step)}, also with a learning rate of ${learningRate.toPrecision(2)}. Begin again with a lower rate; if that does not help, look for unusual texts in the data. What was saved until then is kept.`;
  return new AppError("TRAINING_DIVERGED", message, { step, learningRate });
}
