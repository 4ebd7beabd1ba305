import type { TrainingSettings } from "#main/trainer/train-contract.ts";
import type { MachineShare, MeasuredPlan } from "./contract.ts";
import type { TrainingRecord } from "./store.ts";
import { USUAL_TRAINING } from "./usual.ts";

/** Less than this, or than a tenth of what is needed, to spare is tight: as for chats. */
const TIGHT_BYTES = 1e9;
const TIGHT_SHARE = 0.1;

/** "Until it stops gaining": at most so often over the texts. */
const MOST_EPOCHS = 10;

/** A run that is shorter than the usual distance between two looks is looked at so often. */
const LEAST_LOOKS = 10;

/** Steps are measured for going over the texts once; everything longer is as many times that. */
export function toMeasure(settings: TrainingSettings): TrainingSettings {
  return { ...settings, epochs: 1, maxSteps: null, patience: null };
}

/** What one step takes depends on these; what is measured holds while they are the same. */
export function costOf(settings: TrainingSettings, share: MachineShare): string {
  const { rank, modules, lastLayers, dropout, batchExamples, packExamples, isCheckpointing } = settings;
  const { backwardType, device } = settings;
  return JSON.stringify([
    ...[rank, modules, lastLayers, dropout > 0, batchExamples, packExamples, isCheckpointing, backwardType, device],
    share,
  ]);
}

export function fitOf(neededBytes: number, freeBytes: number): MeasuredPlan["fit"] {
  if (neededBytes > freeBytes) return "too-large";
  return freeBytes - neededBytes < Math.max(TIGHT_BYTES, neededBytes * TIGHT_SHARE) ? "tight" : "fits";
}

/** What was measured, for the settings as they are now; null where that has to be measured again. Of one that began, its plan stays. */
export function plannedFor(record: TrainingRecord): MeasuredPlan | null {
  const { measured, settings, share } = record;
  if (measured === null) return null;
  if (record.run === null && costOf(measured.settings, measured.share) !== costOf(settings, share)) return null;
  const { plan, freeBytes, freeDiskBytes, measuredAt, wasBusy } = measured;
  const steps = stepsOf(record);
  const times = steps / plan.steps;
  const { likely, least, most } = plan.seconds;
  return {
    plan: {
      ...plan,
      steps,
      tokens: Math.round(plan.tokens * times),
      seconds: { likely: likely * times, least: least * times, most: most * times },
    },
    seconds: { once: likely, thrice: 3 * likely, untilNoGain: MOST_EPOCHS * likely },
    saveEvery: settingsFor(settings, steps).saveEvery,
    fit: fitOf(plan.memory.whole, freeBytes),
    freeBytes,
    freeDiskBytes,
    measuredAt,
    wasBusy,
  };
}

/** What the trainer is given. */
export function settingsToTrain(record: TrainingRecord): TrainingSettings {
  const { measured, settings } = record;
  return measured === null ? settings : settingsFor(settings, stepsOf(record));
}

/** As the trainer counts them: a step goes on over the end of the texts. */
function stepsOf({ settings: { epochs, maxSteps, batchExamples }, report, measured }: TrainingRecord): number {
  const epochSteps = report === null ? (measured?.plan.steps ?? 0) : report.training.examples / batchExamples;
  return Math.max(1, Math.min(maxSteps ?? Infinity, Math.ceil(epochs * epochSteps)));
}

/** Looks and saves at the usual distance suit runs of hundreds of steps; a shorter run has them closer, unless the person chose. */
function settingsFor(settings: TrainingSettings, steps: number): TrainingSettings {
  const every = (chosen: number, usual: number) =>
    chosen === usual ? Math.max(1, Math.min(usual, Math.ceil(steps / LEAST_LOOKS))) : chosen;
  return {
    ...settings,
    judgeEvery: every(settings.judgeEvery, USUAL_TRAINING.judgeEvery),
    saveEvery: every(settings.saveEvery, USUAL_TRAINING.saveEvery),
  };
}
