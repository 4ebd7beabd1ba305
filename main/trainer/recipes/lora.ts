import { createCheckpoints, diskBytesOf, makeSureOfRoom } from "../checkpoint.ts";
import { createOptimizer } from "../optimizer.ts";
import { createOrder } from "../order.ts";
import { runFolder } from "../run-folder.ts";
import { isJudgingDue, judge } from "../run/judging.ts";
import { modelIdentity } from "../run/model-identity.ts";
import { type OpenedRun, openRun } from "../run/open.ts";
import { AT_THE_BEGINNING } from "../run/progress.ts";
import { ENOUGH, memoryGone, watchMemory } from "../run/memory.ts";
import type { Run, RunGiven, TrainDone } from "../run/run.ts";
import { goBack, isSavingDue, saveCheckpoint } from "../run/saving.ts";
import { createSpeed } from "../run/speed.ts";
import { takeStep } from "../run/step.ts";
import { tell } from "../run/tell.ts";

/**
 * Trains low-rank pairs on a frozen model (LoRA: Hu et al., arXiv:2106.09685). Begins, or goes on from the save in the run's folder with
 * the very losses that it would have had. Throws TRAINING_TOO_LARGE, MEMORY_SHORT, DISK_FULL, FOLDER_READ_ONLY, TRAINING_DIVERGED, and INVALID_INPUT for
 * a save of something else; what was saved stays.
 */
export async function trainLora(given: RunGiven): Promise<void> {
  // Cleaning up is what `using` does, also when something is thrown: the backend's memory, the file of tokens.
  using loaded = await load(given);
  const run = await setUp(given, loaded);
  const reason = await train(run);
  given.emit(await save(run, reason));
}

async function load({ input, parts, threads, emit }: RunGiven): Promise<OpenedRun> {
  emit({ type: "progress", step: "loading", fraction: 0 });
  const opened = await openRun(input, parts, threads);
  emit({ type: "progress", step: "loading", fraction: 1 });
  return opened;
}

async function setUp(given: RunGiven, { data, network }: OpenedRun): Promise<Run> {
  const { input, parts, emit } = given;
  const { folder, settings } = input;
  const { length } = network.lora;
  const values = new Float32Array(length);
  const optimizer = createOptimizer(length, settings.weightDecay);
  const checkpoints = createCheckpoints({
    folder,
    origin: { settings, dataHash: data.report.hash, model: await modelIdentity(input.model.path) },
    numbers: { values, mean: optimizer.mean, square: optimizer.square },
    freeBytes: parts.freeDiskBytes,
  });
  const resumed = await checkpoints.load();
  if (resumed === null) {
    await makeSureOfRoom(folder, diskBytesOf(length), parts.freeDiskBytes);
    network.lora.readValues(values);
  } else {
    network.lora.writeValues(values);
  }
  const order = createOrder({ ...settings, count: data.training.count });
  const progress = resumed?.progress ?? AT_THE_BEGINNING;
  emit({ type: "started", steps: order.steps, step: progress.step });
  if (resumed !== null) {
    emit({ type: "notice", notice: { kind: "resumed", step: progress.step, problem: resumed.problem } });
  }
  if (network.fallbacks.length > 0) {
    emit({ type: "notice", notice: { kind: "fallbacks", operations: [...network.fallbacks] } });
  }
  if (network.refusedCard !== null) {
    emit({ type: "notice", notice: { kind: "card-refused", card: network.refusedCard } });
  }
  return {
    ...given,
    data,
    network,
    settings,
    order,
    optimizer,
    checkpoints,
    values,
    gradients: new Float32Array(length),
    mostTokens: data.report.longestTokens,
    speed: createSpeed(),
    progress,
    saved: resumed === null ? null : { progress, atMs: performance.now() },
    judgingSeconds: 0,
    memory: ENOUGH,
  };
}

async function train(run: Run): Promise<TrainDone["reason"]> {
  const { settings, order, control } = run;
  for (;;) {
    if (control.ending !== null) return control.ending === "pause" ? "paused" : "stopped";
    if (isJudgingDue(run)) {
      await judge(run);
      continue;
    }
    if (isSavingDue(run)) await saveCheckpoint(run);
    const { step, worse, setback } = run.progress;
    if (settings.patience !== null && worse >= settings.patience) return "patience";
    if (step >= order.steps) return "finished";
    const outcome = await takeStep(run);
    if (outcome === "not-a-number") await goBack(run, step + 1);
    if (typeof outcome === "string") continue;
    // Behind it, not at it: the look at the held-out texts after that very step may be what was no number.
    const isPast = setback === null || outcome.step > setback.step;
    run.progress = { ...run.progress, step: outcome.step, setback: isPast ? null : setback };
    tell(run, outcome);
    if (!watchMemory(run)) continue;
    await saveCheckpoint(run);
    throw memoryGone(run);
  }
}

/** The last state first: when the adapter cannot be written, nothing is lost. */
async function save(run: Run, reason: TrainDone["reason"]): Promise<TrainDone> {
  const { input, network, checkpoints, values, parts, data, progress } = run;
  if (run.saved?.progress !== progress) await saveCheckpoint(run);
  const { step, heldOutLossBefore } = progress;
  const done = { type: "done", reason, step, heldOutLossBefore } as const;
  if (reason === "paused") {
    const { best } = progress;
    return { ...done, bestStep: best?.step ?? step, heldOutLoss: best?.heldOutLoss ?? null, adapterPath: null };
  }
  const best = (await checkpoints.loadBest()) ?? { step, heldOutLoss: null };
  const { adapter: path } = runFolder(input.folder);
  await parts.writeAdapter({ path, network, values, input, dataHash: data.report.hash, heldOutLossBefore, ...best });
  return { ...done, bestStep: best.step, heldOutLoss: best.heldOutLoss, adapterPath: path };
}
