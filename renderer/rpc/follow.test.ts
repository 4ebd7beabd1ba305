import { ORPCError } from "@orpc/client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { backOff } from "./connection.ts";
import { follow } from "./follow.ts";

async function* events(...values: (number | Error)[]): AsyncGenerator<number> {
  for (const value of values) {
    await Promise.resolve();
    if (value instanceof Error) throw value;
    yield value;
  }
}

/** Follows these streams one after the other until `count` events have come. */
async function followed(streams: AsyncIterable<number>[], count: number, refuse = true) {
  const stop = new AbortController();
  const seen: number[] = [];
  const refused: unknown[] = [];
  const done = follow<number>({
    open: () => {
      const next = streams.shift();
      return next === undefined ? Promise.reject(new Error("no more streams")) : Promise.resolve(next);
    },
    onEvent: (event) => {
      seen.push(event);
      if (seen.length === count) stop.abort();
    },
    ...(refuse ? { onRefused: (error: unknown) => refused.push(error) } : {}),
    ready: () => Promise.resolve(),
    signal: stop.signal,
  });
  await vi.advanceTimersByTimeAsync(60_000);
  await done;
  return { seen, refused };
}

describe("following a stream", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  it("subscribes again after a broken or an ended stream", async () => {
    const { seen } = await followed([events(1, new Error("socket closed")), events(2), events(3)], 3);
    expect(seen).toEqual([1, 2, 3]);
  });

  it("stops at a refusal and says it once", async () => {
    const gone = new ORPCError("NOT_FOUND");
    const { seen, refused } = await followed([events(1, gone), events(2)], 2);
    expect(seen).toEqual([1]);
    expect(refused).toEqual([gone]);
  });

  it("goes on past a refusal where the stream is always there", async () => {
    const { seen } = await followed([events(new ORPCError("NOT_FOUND")), events(7)], 1, false);
    expect(seen).toEqual([7]);
  });
});

it("waits longer after each failure, five seconds at most", () => {
  expect([1, 2, 3, 4].map(backOff)).toEqual([250, 500, 1_000, 2_000]);
  expect(backOff(40)).toBe(5_000);
});
