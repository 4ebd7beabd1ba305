import { randomBytes } from "node:crypto";
import type { Log } from "#main/lib/log.ts";
import { AppError, type ErrorShape, isAppError } from "./errors.ts";

/**
 * An error as it is kept and shown: an AppError as it is; anything else is INTERNAL, and the log has it under the reference. `what` is the
 * log's sentence for it ("An answer failed").
 */
export function toErrorShape(error: unknown, what: string, log: Log): ErrorShape {
  if (isAppError(error)) return error.toShape();
  const reference = randomBytes(4).toString("hex");
  log.error({ err: error, reference }, what);
  const message = `Something failed inside Cloister. The log has it as ${reference}.`;
  return new AppError("INTERNAL", message, { reference }).toShape();
}
