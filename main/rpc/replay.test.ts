import { describe, expect, it } from "vitest";
import { createReplay } from "./replay.ts";

type Event = { seq: number } & ({ type: "snapshot"; sum: number } | { type: "add"; n: number });

function counter(capacity?: number) {
  const replay = createReplay<Event>(capacity);
  let sum = 0;
  return {
    replay,
    add(n: number) {
      sum += n;
      return replay.publish({ type: "add", n }).seq;
    },
    watch: (fromSeq: number | null, signal?: AbortSignal) =>
      replay.watch(fromSeq, () => ({ type: "snapshot", sum }), signal),
  };
}

/** What is there to read without waiting, told by an end. */
async function read(events: AsyncGenerator<Event, void>, close: () => void) {
  const first = (await events.next()).value;
  close();
  const all = first ? [first] : [];
  for await (const event of events) all.push(event);
  return all;
}

describe("a replay", () => {
  it("begins with a snapshot for who has seen nothing", async () => {
    const { replay, add, watch } = counter();
    add(1);
    const seq = add(2);
    expect(await read(watch(null), replay.close)).toEqual([{ type: "snapshot", sum: 3, seq }]);
  });

  it("goes on after the last event that was seen", async () => {
    const { replay, add, watch } = counter();
    const seen = add(1);
    add(2);
    add(3);
    expect(await read(watch(seen), replay.close)).toEqual([
      { type: "add", n: 2, seq: seen + 1 },
      { type: "add", n: 3, seq: seen + 2 },
    ]);
  });

  it("begins again when events were lost since", async () => {
    const { replay, add, watch } = counter(2);
    const seen = add(1);
    for (const n of [2, 3, 4]) add(n);
    expect(await read(watch(seen), replay.close)).toEqual([{ type: "snapshot", sum: 10, seq: seen + 3 }]);
    expect(await read(watch(seen + 1), () => undefined)).toMatchObject([{ n: 3 }, { n: 4 }]);
  });

  it("begins again for numbers of an earlier start of the app, however many events there were", async () => {
    const earlier = counter();
    let seen = 0;
    for (let n = 0; n < 500; n += 1) seen = earlier.add(n);
    await new Promise((resolve) => setTimeout(resolve, 2));
    const { replay, add, watch } = counter();
    add(1);
    expect(await read(watch(seen), replay.close)).toMatchObject([{ type: "snapshot", sum: 1 }]);
  });

  it("neither loses nor doubles what is published while it is read", async () => {
    const { replay, add, watch } = counter();
    add(1);
    const events = watch(null);
    const first = await events.next();
    add(2);
    const second = events.next();
    add(3);
    expect(first.value).toMatchObject({ sum: 1 });
    expect((await second).value).toMatchObject({ n: 2 });
    expect((await events.next()).value).toMatchObject({ n: 3 });
    replay.close();
    expect((await events.next()).done).toBe(true);
  });

  it("ends for a reader that goes, and goes on for the others", async () => {
    const { add, watch } = counter();
    const leaving = new AbortController();
    const gone = watch(null, leaving.signal);
    const stays = watch(null);
    await gone.next();
    await stays.next();
    leaving.abort();
    add(7);
    expect((await gone.next()).done).toBe(true);
    expect((await stays.next()).value).toMatchObject({ n: 7 });
  });
});
