import type { Log } from "#main/lib/log.ts";
import { AppError, type ErrorShape } from "#main/rpc/errors.ts";
import { toErrorShape } from "#main/rpc/to-error-shape.ts";
import { asAppError } from "#main/store/errors.ts";

/** Why a job failed, as it is stored and shown. What is not an AppError goes to the log, and its reference to the page. */
export function describeFailure(error: unknown, path: string, log: Log): ErrorShape {
  return toErrorShape(asAppError(error, path), "A job failed", log);
}

/** What is asked does not fit how the job is now. `problem` is a sentence that the user reads. */
export function conflict(problem: string): AppError<"CONFLICT"> {
  return new AppError("CONFLICT", `This cannot be done now. ${problem}`, { problem });
}
