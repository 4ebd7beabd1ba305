import type { Log } from "#main/lib/log.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { EngineSlot } from "./engine-slot.ts";

/** Crashes in a row after which only the user starts it again. */
const MAX_CRASHES = 3;

/** Notes why the engine of a slot does not run. Crashes are counted; after the third it is paused. */
export function noteFailure(slot: EngineSlot, name: string, error: unknown, log: Log): void {
  if (isAppError(error, "ENGINE_CRASHED")) slot.crashes += 1;
  else if (!isAppError(error)) log.error({ err: error, model: name }, "A model could not be loaded");
  slot.error = isAppError(error) ? error : crashed(name);
  slot.phase = "failed";
  if (slot.crashes < MAX_CRASHES) return;
  slot.phase = "paused";
  slot.error = keepsCrashing(name, slot.crashes);
}

export function crashed(model: string): AppError<"ENGINE_CRASHED"> {
  const message = `The engine of ${model} has ended unexpectedly. It is started again with the next message.`;
  return new AppError("ENGINE_CRASHED", message, { model, words: 0 });
}

export function keepsCrashing(model: string, times: number): AppError<"ENGINE_KEEPS_CRASHING"> {
  const message = `The engine has stopped ${times} times with ${model}. Cloister will not try again by itself.`;
  return new AppError("ENGINE_KEEPS_CRASHING", message, { model, times });
}

export function cancelled(): AppError<"CANCELLED"> {
  return new AppError("CANCELLED", "Cancelled.", {});
}
