import type { startTrainer } from "#main/trainer/start.ts";
import type { TrainEvent } from "#main/trainer/train-contract.ts";

export type TrainDone = Extract<TrainEvent, { type: "done" }>;
export type TrainProgress = Extract<TrainEvent, { type: "progress" }>;

/** What trainings need of a trainer child. */
export type Trainer = Pick<ReturnType<typeof startTrainer>, "examine" | "measure" | "train" | "end" | "share"> &
  Disposable;
