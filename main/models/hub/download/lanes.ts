import { setTimeout as wait } from "node:timers/promises";
import { createLine } from "#main/privacy/receive.ts";
import type { Gate } from "#main/privacy/request.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import { createPatience } from "./patience.ts";
import { fetchPiece, NoRanges, type PieceContext } from "./piece.ts";
import { Busy, failing } from "./reply.ts";

export interface LanesOptions extends Omit<PieceContext, "line" | "onBytes"> {
  gate: Gate;
  lanes: number;
  onBytes(bytes: number): void;
  /** Nothing is asked for until then, because the server wishes so; null when that is over. `performance.now()`. */
  onWaiting(until: number | null): void;
}

/**
 * Fills all gaps of a file over several connections at once. A lane that gets nowhere retires while others work; the last one's
 * failure is the download's. Throws what pieces throw for good, HUB_BUSY and NETWORK_FAILED; returns early when aborted.
 */
export async function fillGaps(options: LanesOptions): Promise<void> {
  const { gaps, gate, timing, onWaiting } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  let working = 0;
  let alive = options.lanes;
  let notBefore = 0;
  let changed = Promise.withResolvers<undefined>();

  /** What a lane that found nothing to do waits for: another may give something back. */
  function tellOthers(): void {
    changed.resolve(undefined);
    changed = Promise.withResolvers();
  }

  async function untilAllowed(): Promise<void> {
    for (;;) {
      const waitMs = notBefore - performance.now();
      if (waitMs <= 0) return;
      onWaiting(notBefore);
      await wait(waitMs, undefined, { signal });
      if (notBefore <= performance.now()) onWaiting(null);
    }
  }

  async function work(): Promise<void> {
    const line = createLine(gate);
    const patience = createPatience(timing);
    const onBytes = (bytes: number): void => {
      patience.came(bytes);
      options.onBytes(bytes);
    };
    try {
      for (;;) {
        await untilAllowed();
        const piece = gaps.take();
        if (piece === null) {
          if (working === 0) return;
          await Promise.race([changed.promise, aborted(signal)]);
          signal.throwIfAborted();
          continue;
        }
        working += 1;
        let failure: unknown = null;
        await fetchPiece(piece, { ...options, line, signal, onBytes }).catch((error: unknown) => (failure = error));
        working -= 1;
        tellOthers();
        if (failure === null) continue;
        signal.throwIfAborted();
        const waitMs = patience.afterFailure(failure);
        const isFinal = isAppError(failure) || failure instanceof NoRanges;
        if (waitMs === null && (isFinal || alive === 1)) throw failure;
        if (waitMs === null) return;
        if (failure instanceof Busy) notBefore = Math.max(notBefore, performance.now() + waitMs);
        else await wait(waitMs, undefined, { signal });
      }
    } finally {
      alive -= 1;
      line.close();
      tellOthers();
    }
  }

  let problem: unknown = null;
  const lanes = Array.from({ length: options.lanes }, () =>
    work().catch((error: unknown) => {
      if (signal.aborted) return;
      problem = error;
      failed.abort();
    }),
  );
  await Promise.all(lanes);
  if (problem !== null) throw asAppError(problem, new URL(options.hubOrigin).host);
}

function asAppError(error: unknown, host: string): unknown {
  if (isAppError(error) || error instanceof NoRanges) return error;
  if (error instanceof Busy) {
    if (error.isFailing) return failing(host);
    const waitMs = error.waitMs ?? 0;
    return new AppError("HUB_BUSY", `${host} is too busy and asks to come back later. What had come is kept.`, {
      host,
      waitMs,
    });
  }
  const message = `${host} could not be reached. Check the connection, then try again. What had come is kept.`;
  return new AppError("NETWORK_FAILED", message, { host }, { cause: error });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
