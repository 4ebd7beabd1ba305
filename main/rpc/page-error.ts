import { randomBytes } from "node:crypto";
import { ORPCError } from "@orpc/client";
import { ValidationError } from "@orpc/contract";
import type { Log } from "#main/lib/log.ts";
import { AppError, isAppError } from "./errors.ts";

/**
 * What a page receives for an error: the code, message and data of an AppError, the field that an input got wrong, or INTERNAL
 * with the reference under which the log has the rest. Stacks and paths of ours stay here.
 */
export function toPageError(error: unknown, path: readonly string[], log: Log): ORPCError<string, unknown> {
  if (isAppError(error)) return toWire(error);
  if (error instanceof ORPCError && error.code === "BAD_REQUEST" && error.cause instanceof ValidationError) {
    return toWire(invalidInput(describe(error.cause)));
  }
  const reference = randomBytes(4).toString("hex");
  // Of a wrong output only where it is wrong: its data may be somebody's text.
  const output =
    error instanceof ORPCError && error.cause instanceof ValidationError ? describe(error.cause) : undefined;
  log.error({ err: error, output, call: path.join("."), reference }, "A call failed");
  return toWire(
    new AppError("INTERNAL", `Something failed inside Cloister. The log has it as ${reference}.`, { reference }),
  );
}

export function invalidInput(problem: string): AppError<"INVALID_INPUT"> {
  return new AppError("INVALID_INPUT", `The request was not understood: ${problem}`, { problem });
}

/** The same as an error of the wire; used where no handler is reached. */
export function toWire(error: AppError): ORPCError<string, unknown> {
  return new ORPCError(error.code, { message: error.message, data: error.data });
}

/** "sampling.topP: Too big: expected number to be <=1". Never the value itself: it may be somebody's text. */
function describe(error: ValidationError): string {
  const [issue] = error.issues;
  if (!issue) return "invalid";
  const field = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
  return field === "" ? issue.message : `${field}: ${issue.message}`;
}
