import { expect, it } from "vitest";
import { createPlaces } from "./queue.ts";

const never = new AbortController().signal;

it("lets in as many as there are places, and tells the others where they stand", async () => {
  const places = createPlaces(2);
  const positions: Record<string, number[]> = { c: [], d: [] };
  await places.enter(never, () => expect.unreachable());
  await places.enter(never, () => expect.unreachable());
  const third = places.enter(never, (position) => positions["c"]?.push(position));
  const fourth = places.enter(never, (position) => positions["d"]?.push(position));
  expect(positions).toEqual({ c: [1], d: [2] });
  expect([places.taken, places.waiting]).toEqual([2, 2]);

  places.leave();
  expect(await third).toBe(true);
  expect(positions["d"]).toEqual([2, 1]);
  places.leave();
  expect(await fourth).toBe(true);
  places.leave();
  places.leave();
  expect([places.taken, places.waiting]).toEqual([0, 0]);
});

it("lets someone leave the line, and the next move up", async () => {
  const places = createPlaces(1);
  await places.enter(never, () => undefined);
  const impatient = new AbortController();
  const second = places.enter(impatient.signal, () => undefined);
  const seen: number[] = [];
  const third = places.enter(never, (position) => seen.push(position));
  impatient.abort();
  expect(await second).toBe(false);
  expect(seen).toEqual([2, 1]);
  places.leave();
  expect(await third).toBe(true);
  expect(places.taken).toBe(1);
});

it("turns away who has left before coming in", async () => {
  expect(await createPlaces(1).enter(AbortSignal.abort(), () => undefined)).toBe(false);
});
