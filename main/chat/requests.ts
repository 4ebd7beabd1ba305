import { AppError, type ErrorData } from "#main/rpc/errors.ts";

/** Errors for requests that do not fit what is there. `problem` is a sentence that the user reads. */
export function missing(what: ErrorData["NOT_FOUND"]["what"]): AppError<"NOT_FOUND"> {
  return new AppError("NOT_FOUND", `This ${what} is not here any more.`, { what });
}

export function conflict(problem: string): AppError<"CONFLICT"> {
  return new AppError("CONFLICT", `This cannot be done now. ${problem}`, { problem });
}

export function invalid(problem: string): AppError<"INVALID_INPUT"> {
  return new AppError("INVALID_INPUT", `Cloister did not accept this. ${problem}`, { problem });
}
