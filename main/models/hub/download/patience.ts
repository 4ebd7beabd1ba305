import { isAppError } from "#main/rpc/errors.ts";
import { Busy, Expired } from "./reply.ts";
import type { Timing } from "./timing.ts";

/** How often one lane tries again, and how long it waits before that. */
export interface Patience {
  came(bytes: number): void;
  /** How long to wait before the next attempt, in ms; null when there is no point in another. */
  afterFailure(error: unknown): number | null;
}

/** Bytes that make an attempt a good one: a server that sends one and breaks off is not making headway. */
const HEADWAY_BYTES = 65_536;

export function createPatience(timing: Timing): Patience {
  let failures = 0;
  let bytesSince = 0;
  return {
    came: (bytes) => void (bytesSince += bytes),
    afterFailure(error) {
      // What is known for certain does not get better by trying again.
      if (isAppError(error)) return null;
      const hasHeadway = bytesSince >= HEADWAY_BYTES;
      failures = hasHeadway ? 0 : failures + 1;
      bytesSince = 0;
      if (failures >= timing.attempts) return null;
      if (error instanceof Busy && error.waitMs !== null) return error.waitMs <= timing.maxWaitMs ? error.waitMs : null;
      // A connection that broke in the middle, or an address that ran out: at once.
      if (hasHeadway || (error instanceof Expired && failures <= 1)) return 0;
      return Math.min(timing.maxRetryMs, timing.retryMs * 2 ** (failures - 1));
    },
  };
}
