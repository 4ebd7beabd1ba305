import { expect, it } from "vitest";
import { batched } from "./batched.ts";

async function* numbers(count: number): AsyncGenerator<number> {
  for (let at = 0; at < count; at += 1) {
    await Promise.resolve();
    yield at;
  }
}

it("hands the first on at once and the rest in few lists, all of them and in order", async () => {
  const lists: number[][] = [];
  for await (const list of batched(numbers(2_000), 20)) lists.push(list);
  expect(lists.flat()).toEqual(Array.from({ length: 2_000 }, (_, at) => at));
  expect(lists[0]?.[0]).toBe(0);
  expect(lists.length).toBeLessThan(20);
});

it("passes on what goes wrong, after what came before it", async () => {
  async function* failing() {
    yield await Promise.resolve(1);
    throw new Error("lost");
  }
  const seen: number[][] = [];
  const read = async () => {
    for await (const list of batched(failing(), 5)) seen.push(list);
  };
  await expect(read()).rejects.toThrow("lost");
  expect(seen.flat()).toEqual([1]);
});

it("lets go of a stream that nobody reads any more", async () => {
  let isOpen = true;
  async function* open() {
    try {
      for (let at = 0; ; at += 1) yield await Promise.resolve(at);
    } finally {
      isOpen = false;
    }
  }
  for await (const list of batched(open(), 5)) if (list.length > 0) break;
  await expect.poll(() => isOpen).toBe(false);
});
