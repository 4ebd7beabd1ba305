import type { AdapterKeeper } from "#main/models/lease.ts";
import type { Models } from "#main/models/service.ts";
import type { Log } from "#main/lib/log.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { TrainingFolders } from "./folders.ts";
import { refusalOf, type ModelRecord } from "./trainable.ts";
import type { Trainer } from "./trainer.ts";
import type { Trainings } from "./trainings.ts";

/** What both jobs work with. */
export interface TrainingContext {
  readonly trainings: Trainings;
  readonly folders: TrainingFolders;
  readonly models: Pick<Models, "library" | "ready" | "knownSha256" | "writing">;
  readonly adapters: AdapterKeeper;
  readonly log: Log;
  /** Of Cloister: written into adapters. */
  readonly version: string;
  /** The child ends with the signal. */
  trainer(signal: AbortSignal): Trainer;
  freeMemoryBytes(): number;
  /** For tests: how long it must be quiet before a training goes on after a chat. */
  readonly quietMs: number;
}

/** The model with its file read again. Throws CONFLICT where it cannot be trained, and what is wrong with its file. */
export async function modelToTrain({ models }: TrainingContext, modelId: string | null): Promise<ModelRecord> {
  if (modelId === null) throw conflict("No model was chosen yet.");
  const record = await models.ready(modelId);
  const refusal = refusalOf(record);
  if (refusal !== null) throw conflict(refusal);
  return record;
}

/** A child that ended by itself, in words; any other error as it is. */
export function asCrash(error: unknown, model: string, step: number, times: number): unknown {
  if (isAppError(error)) return error;
  const message = `The trainer stopped while it worked with ${model}. What was saved up to step ${step} is kept.`;
  return new AppError("TRAINER_CRASHED", message, { model, step, times }, { cause: error });
}

export function conflict(problem: string): AppError<"CONFLICT"> {
  return new AppError("CONFLICT", problem, { problem });
}
