import { afterEach, expect, test, vi } from "vitest";
import { untilGivenUp } from "./stream.ts";

afterEach(() => vi.useRealTimers());

async function* hanging(onReturn: () => void) {
  try {
    yield 1;
    await new Promise(() => undefined);
  } finally {
    onReturn();
  }
}

test("a stream that does not end after an abort is left when the time is over, not before", async () => {
  vi.useFakeTimers();
  const controller = new AbortController();
  const seen: number[] = [];
  let isOver = false;
  const reading = (async () => {
    for await (const value of untilGivenUp(
      hanging(() => undefined),
      controller.signal,
      1_000,
    ))
      seen.push(value);
    isOver = true;
  })();
  await vi.advanceTimersByTimeAsync(5_000);
  expect([seen, isOver]).toEqual([[1], false]);
  controller.abort();
  await vi.advanceTimersByTimeAsync(999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await reading;
  expect(isOver).toBe(true);
});

test("what comes after the abort and in time is still handed on, and an error is thrown on", async () => {
  const controller = new AbortController();
  controller.abort();
  async function* late() {
    yield "last";
    await Promise.resolve();
    throw new Error("crash");
  }
  const events = untilGivenUp(late(), controller.signal, 60_000);
  expect((await events.next()).value).toBe("last");
  await expect(events.next()).rejects.toThrow("crash");
});

test("a reader that leaves ends the stream", async () => {
  let returned = false;
  const events = untilGivenUp(
    hanging(() => (returned = true)),
    new AbortController().signal,
    1_000,
  );
  await events.next();
  await events.return();
  expect(returned).toBe(true);
});
