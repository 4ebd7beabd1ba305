import type { z } from "zod";
import type { DataReport, TrainEvent, trainInputs, TrainingPlan } from "#main/trainer/train-contract.ts";

type Inputs = { [K in keyof typeof trainInputs]: z.infer<(typeof trainInputs)[K]> };
export type TrainDone = Extract<TrainEvent, { type: "done" }>;
export type TrainProgress = Extract<TrainEvent, { type: "progress" }>;

/** What trainings need of a trainer child. */
export interface Trainer extends Disposable {
  examine(input: Inputs["examine"], onProgress: (progress: TrainProgress) => void): Promise<DataReport>;
  measure(input: Inputs["measure"], onProgress: (progress: TrainProgress) => void): Promise<TrainingPlan>;
  train(input: Inputs["train"], onEvent: (event: Exclude<TrainEvent, TrainDone>) => void): Promise<TrainDone>;
  end(input: Inputs["end"]): Promise<unknown>;
  share(input: Inputs["share"]): Promise<unknown>;
}
