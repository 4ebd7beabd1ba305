import type { JobRun } from "#main/jobs/worker.ts";
import type { TrainEvent } from "#main/trainer/train-contract.ts";
import type { CurvePoint, TrainingRun } from "./contract.ts";
import type { TrainDone } from "./trainer.ts";
import type { Trainings } from "./trainings.ts";

/** Keeps what a run tells: where it is, its curves, thinned, and what a page and a restart need. */
export interface Recorder {
  take(event: Exclude<TrainEvent, TrainDone>): void;
  change(changes: Partial<TrainingRun>): void;
  run(): TrainingRun;
  /** Writes what is not on disk yet. */
  flush(): void;
}

/** Points of a curve: more than a screen can show. */
const MOST_POINTS = 600;
const SHOWN_EVERY_MS = 250;
const SAVED_EVERY_MS = 2_000;
const MOST_NOTICES = 20;

export function emptyRun(steps: number): TrainingRun {
  return {
    ...{ phase: "loading", step: 0, steps, epoch: 0, loss: null, heldOutLoss: null, bestStep: null },
    ...{ savedStep: null, savedAt: null, tokensPerSecond: null, memoryBytes: 0, threads: 0, workedMs: 0 },
    ...{ remainingMs: null, waitsForChat: false, isStopping: false, notices: [] },
  } as TrainingRun;
}

export interface RecorderOptions {
  readonly trainings: Trainings;
  readonly trainingId: string;
  readonly progress: JobRun<unknown, unknown>["progress"];
  readonly saveCheckpoint: (checkpoint: { step: number }) => void;
  /** From the plan, until the run knows better; null: there is none. */
  readonly plannedMs: number | null;
}

export function createRecorder({ trainings, trainingId, progress, ...options }: RecorderOptions): Recorder {
  // Whether a chat was waited for when Cloister ended says nothing of now.
  let run: TrainingRun = { ...(trainings.find(trainingId)?.run ?? emptyRun(0)), waitsForChat: false };
  const workedBefore = run.workedMs;
  const beganAt = performance.now();
  /** Of this time, what a chat took; and since when one takes it now. */
  let waitedMs = 0;
  let waitsSince: number | null = null;
  let secondsLeft: number | null = null;
  let waiting: CurvePoint[] = [];
  let bucket = { sum: 0, count: 0 };
  let shownAt = -Infinity;
  let savedAt = performance.now();
  /** The last change of several at once is shown too. */
  let later: NodeJS.Timeout | undefined;

  function remaining(): number | null {
    const { step, steps } = run;
    if (secondsLeft !== null) return Math.round(secondsLeft * 1_000);
    if (steps === 0) return null;
    return options.plannedMs === null ? null : Math.round(options.plannedMs * (1 - step / steps));
  }

  function show(): void {
    const now = performance.now();
    const restedMs = waitedMs + (waitsSince === null ? 0 : now - waitsSince);
    run = { ...run, workedMs: Math.round(workedBefore + now - beganAt - restedMs), remainingMs: remaining() };
    const { phase, step, steps } = run;
    const fraction = steps === 0 ? null : step / steps;
    progress(fraction, { key: `training-${phase}`, values: { step, steps } }, run.remainingMs);
    if (now - savedAt >= SAVED_EVERY_MS) flush();
    else later ??= setTimeout(showNow, Math.max(0, shownAt + SHOWN_EVERY_MS - now));
  }

  function showNow(): void {
    later = undefined;
    shownAt = performance.now();
    trainings.changeInMemory(trainingId, { run });
  }

  function flush(): void {
    clearTimeout(later);
    later = undefined;
    savedAt = shownAt = performance.now();
    if (waiting.length > 0) trainings.addPoints(trainingId, waiting);
    waiting = [];
    trainings.change(trainingId, { run });
  }

  function goBackTo(step: number): void {
    flush();
    bucket = { sum: 0, count: 0 };
    trainings.backTo(trainingId, step);
  }

  function noteLoss(step: number, loss: number): void {
    bucket = { sum: bucket.sum + loss, count: bucket.count + 1 };
    const size = Math.max(1, Math.ceil(run.steps / MOST_POINTS));
    if (step % size !== 0 && step !== run.steps) return;
    waiting.push({ step, loss: bucket.sum / bucket.count, heldOutLoss: null });
    bucket = { sum: 0, count: 0 };
  }

  return {
    run: () => run,
    flush,
    change(changes) {
      run = { ...run, ...changes };
      if (run.waitsForChat) waitsSince ??= performance.now();
      else if (waitsSince !== null) {
        waitedMs += performance.now() - waitsSince;
        waitsSince = null;
      }
      flush();
    },
    take(event) {
      switch (event.type) {
        case "progress":
          run = { ...run, phase: event.step };
          break;
        case "started":
          run = { ...run, phase: "training", step: event.step, steps: event.steps };
          goBackTo(event.step);
          break;
        case "step": {
          const { step, epoch, loss } = event.report;
          const { memoryBytes, threads, tokensPerSecond } = event;
          run = { ...run, phase: "training", step, epoch, loss, threads, tokensPerSecond };
          run = { ...run, memoryBytes: Math.max(run.memoryBytes, memoryBytes) };
          ({ secondsLeft } = event);
          noteLoss(step, loss);
          break;
        }
        case "judged": {
          const { step, heldOutLoss, isBest } = event;
          run = { ...run, heldOutLoss, bestStep: isBest ? step : run.bestStep };
          waiting.push({ step, loss: null, heldOutLoss });
          break;
        }
        case "saved":
          run = { ...run, savedStep: event.step, savedAt: Date.now() };
          options.saveCheckpoint({ step: event.step });
          break;
        case "notice": {
          const { notice } = event;
          run = { ...run, notices: [...run.notices, { at: Date.now(), notice }].slice(-MOST_NOTICES) };
          if (notice.kind === "not-a-number") {
            run = { ...run, step: notice.backTo };
            goBackTo(notice.backTo);
          }
        }
      }
      show();
    },
  };
}
