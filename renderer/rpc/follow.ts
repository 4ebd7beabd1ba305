import { ORPCError } from "@orpc/client";
import { backOff } from "./connection.ts";

/** A watch call: `client.chat.watch({ chatId }, { signal })`. */
export type OpenStream<Event> = (signal: AbortSignal) => Promise<AsyncIterable<Event>>;

export interface FollowOptions<Event> {
  open: OpenStream<Event>;
  onEvent: (event: Event) => void;
  /**
   * Told once when the app process refuses: what was watched is not there, or the call was wrong. Nothing is tried again.
   * Left out where the stream is always there: then every failure is followed by another try.
   */
  onRefused?: (error: unknown) => void;
  ready: (signal: AbortSignal) => Promise<void>;
  signal: AbortSignal;
}

/** Refusals that another try would meet again. */
const FINAL = new Set(["NOT_FOUND", "INVALID_INPUT", "NOT_SUPPORTED_HERE"]);

/**
 * Follows a stream until `signal` aborts, through lost connections and ended streams: each new subscription begins with a
 * snapshot, so nothing has to be caught up here.
 */
export async function follow<Event>({ open, onEvent, onRefused, ready, signal }: FollowOptions<Event>): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    await ready(signal);
    if (isAborted(signal)) return;
    try {
      for await (const event of await open(signal)) {
        if (isAborted(signal)) return;
        failures = 0;
        onEvent(event);
      }
    } catch (error) {
      if (isAborted(signal)) return;
      if (onRefused !== undefined && error instanceof ORPCError && FINAL.has(error.code)) {
        onRefused(error);
        return;
      }
    }
    failures += 1;
    await pause(backOff(failures), signal);
  }
}

/** A call, so that the compiler does not take the loop's condition for a lasting truth. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
