import { pack } from "../order.ts";
import type { TrainingSettings } from "../train-contract.ts";
import { mayGoOn, type Run } from "./run.ts";
import { goBack } from "./saving.ts";
import { startStopwatch } from "./speed.ts";

/**
 * Looked at each time: 128 texts, spread over all. They tell a better adapter from a worse one, as both read the same; with thousands the
 * looks would take longer than the training.
 */
const LOOKED_AT = 128;

export function isJudgingDue({ data, progress, settings, order }: Run): boolean {
  const { step, judgedAt } = progress;
  if (data.heldOut.count === 0 || judgedAt === step) return false;
  return step % settings.judgeEvery === 0 || step === order.steps;
}

/** How many looks a run of so many steps takes, or the rest of it. */
export function looksOf({ judgeEvery }: Pick<TrainingSettings, "judgeEvery">, steps: number, from = -1): number {
  return Math.floor((steps - 1) / judgeEvery) - Math.floor(from / judgeEvery) + 1;
}

/** Which of so many held-out texts are looked at. */
export function lookedAt(count: number): number[] {
  const looks = Math.min(count, LOOKED_AT);
  return Array.from({ length: looks }, (_, at) => Math.floor((at * count) / looks));
}

/**
 * Looks at the held-out texts, and keeps the best. The first look, before any step, says how the model does without: an adapter that does
 * nothing is not kept as the best. Ends early, without having looked, when somebody wants it to.
 */
export async function judge(run: Run): Promise<void> {
  const { step, best, worse, heldOutLossBefore } = run.progress;
  const watch = startStopwatch();
  const heldOutLoss = await lossOf(run);
  if (heldOutLoss === null) return;
  if (!Number.isFinite(heldOutLoss)) return await goBack(run, step);
  const isBest = step > 0 && (best === null || heldOutLoss < best.heldOutLoss);
  if (isBest) await run.checkpoints.saveBest({ step, heldOutLoss });
  run.progress = {
    ...run.progress,
    judgedAt: step,
    heldOutLossBefore: step === 0 ? heldOutLoss : heldOutLossBefore,
    best: isBest ? { step, heldOutLoss } : best,
    worse: isBest || step === 0 ? 0 : worse + 1,
  };
  run.judgingSeconds = watch.seconds();
  run.emit({ type: "judged", step, heldOutLoss, isBest });
}

/** Mean over all targets, in nats a token; null: it was ended before the last. */
async function lossOf(run: Run): Promise<number | null> {
  const { network, data, settings, mostTokens, emit } = run;
  const packs = pack(lookedAt(data.heldOut.count), {
    tokensAt: (index) => data.heldOut.tokensAt(index),
    mostExamples: settings.packExamples,
    mostTokens,
  });
  let sum = 0;
  let targets = 0;
  for (const [at, indices] of packs.entries()) {
    if (!mayGoOn(run)) return null;
    emit({ type: "progress", step: "judging", fraction: at / packs.length });
    for (const read of await network.judge(indices.map((index) => data.heldOut.at(index)))) {
      sum += read.loss * read.targets;
      targets += read.targets;
    }
  }
  return sum / targets;
}
