import { ORPCError } from "@orpc/client";
import { AppError, type ErrorCode, type ErrorData, isAppError } from "#main/rpc/errors.ts";

/** In a child: errors cross the pipe as what they are; anything else is a fault, written to its last words. */
export function toWire(error: unknown): unknown {
  if (isAppError(error)) return new ORPCError(error.code, { message: error.message, data: error.data });
  if (error instanceof ORPCError) return error;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${message}\n`);
  return new ORPCError("INTERNAL_SERVER_ERROR", { message: error instanceof Error ? error.message : String(error) });
}

/** In the app: the AppError that the child threw, if its code is one of `sent`; anything else is a fault, and stays what it is. */
export function fromWire(error: unknown, sent: readonly ErrorCode[]): Error {
  if (error instanceof ORPCError && sent.includes(error.code as ErrorCode)) {
    return new AppError(error.code as ErrorCode, error.message, error.data as ErrorData[ErrorCode], { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}
