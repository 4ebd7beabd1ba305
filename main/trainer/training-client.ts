import type { z } from "zod";
import type { DataReport, TrainEvent, trainInputs, TrainingPlan } from "./train-contract.ts";

type Input<Name extends keyof typeof trainInputs> = z.infer<(typeof trainInputs)[Name]>;
export type TrainingProgress = Extract<TrainEvent, { type: "progress" }>;
/** What a training says while it goes on; and at its end. */
export type TrainingEvent = Exclude<TrainEvent, { type: "done" }>;
export type TrainingEnd = Extract<TrainEvent, { type: "done" }>;

/** What a trainer child does for a training; see train-contract.ts. It ends by `end`, or at once when the child is killed. */
export interface TrainingClient {
  examine(input: Input<"examine">, onProgress: (progress: TrainingProgress) => void): Promise<DataReport>;
  measure(input: Input<"measure">, onProgress: (progress: TrainingProgress) => void): Promise<TrainingPlan>;
  train(input: Input<"train">, onEvent: (event: TrainingEvent) => void): Promise<TrainingEnd>;
  /** Ends the training that runs; `train` resolves then. Without one it does nothing: it has ended already. */
  end(input: Input<"end">): Promise<void>;
  /** From now on no more threads than these. */
  share(input: Input<"share">): Promise<void>;
}
