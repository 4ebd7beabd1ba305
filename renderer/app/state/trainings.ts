import type { TrainingSummary } from "#main/training/contract.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";

const watch = createSharedWatch<readonly TrainingSummary[], readonly TrainingSummary[]>(
  (c, signal) => c.training.watchList(undefined, { signal }),
  (_old, list) => list,
);

/** Part of the trainings, newest first; null before the first answer. */
export const useTrainings = watch.use;
export const getTrainings = watch.get;
