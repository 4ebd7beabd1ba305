import { expect, it } from "vitest";
import { createStream } from "./stream.ts";

async function collect<T>(stream: AsyncIterable<T>): Promise<{ events: T[]; error: unknown }> {
  const events: T[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events, error: null };
  } catch (error) {
    return { events, error };
  }
}

it("gives all events in order, those from before it was read too", async () => {
  const stream = createStream<number>(async (emit) => {
    emit(1);
    await Promise.resolve();
    emit(2);
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await collect(stream)).toEqual({ events: [1, 2], error: null });
});

it("fails after what came before the failure", async () => {
  const stream = createStream<number>(async (emit) => {
    emit(1);
    await Promise.resolve();
    throw new Error("lost");
  });
  expect(await collect(stream)).toEqual({ events: [1], error: new Error("lost") });
});
