import { ORPCError } from "@orpc/client";
import type { ErrorCode, ErrorShape } from "#main/rpc/errors.ts";

/** Thrown here, by the page: the app process was not reached in time. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** Thrown here, by the page: the app process answers, but does not know this browser (any longer). */
export class SessionRefused extends Error {
  override readonly name = "SessionRefused";
}

/** What went wrong, in the shape that `Fault` words. An error of another kind is a mistake of ours and is shown as it is. */
export function toErrorShape(error: unknown): ErrorShape {
  if (error instanceof ORPCError) {
    return { code: error.code as ErrorCode, message: error.message, data: (error.data ?? {}) as never } as ErrorShape;
  }
  if (error instanceof ConnectionLost) return shapeOf("CONNECTION_LOST", error.message);
  return shapeOf("PAGE", error instanceof Error ? error.message : String(error));
}

/** Whether an error has this code. */
export function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof ORPCError && error.code === code;
}

/** Codes of the page's own, which no feature throws. */
function shapeOf(code: "CONNECTION_LOST" | "PAGE", message: string): ErrorShape {
  return { code, message, data: {} } as unknown as ErrorShape;
}
