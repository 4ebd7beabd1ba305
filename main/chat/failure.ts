import { randomBytes } from "node:crypto";
import type { Log } from "#main/lib/log.ts";
import { AppError, type ErrorShape, isAppError } from "#main/rpc/errors.ts";

/** What is kept beside an answer: an AppError as it is; anything else is INTERNAL, and the log has it under the reference. */
export function toErrorShape(error: unknown, log: Log): ErrorShape {
  if (isAppError(error)) return error.toShape();
  const reference = randomBytes(4).toString("hex");
  log.error({ err: error, reference }, "An answer failed");
  const message = `Something failed inside Cloister. The log has it as ${reference}.`;
  return new AppError("INTERNAL", message, { reference }).toShape();
}

export function engineCrashed(model: string, words: number): AppError<"ENGINE_CRASHED"> {
  const message = `The engine stopped while ${model} was writing. What was written is kept.`;
  return new AppError("ENGINE_CRASHED", message, { model, words });
}

export function interrupted(words: number): AppError<"INTERRUPTED"> {
  const message = "Cloister was closed while this answer was under way. What was written is kept.";
  return new AppError("INTERRUPTED", message, { words });
}
