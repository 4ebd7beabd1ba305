import { join } from "node:path";
import { expect, it } from "vitest";
import { tinyReranker } from "#main/lib/gguf/tiny-reranker.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { engineFor, temporaryFolder, writeTinyModel } from "./testing.ts";

const QUESTION = "Who looks after it?";

it("ranks texts by what the model makes of question and text, also one that is longer than its room", async () => {
  const path = join(temporaryFolder(), "ranks.gguf");
  await writeGguf(path, tinyReranker("Ranks", " garden"));
  const { client } = await engineFor(path);
  const long = `${"the rent is due ".repeat(200)} garden garden garden garden`;
  const texts = ["the rent is due", "the garden is due", "a garden garden garden", "", long];
  const scores = await client.rank(QUESTION, texts);
  const [none = 0, once = 0, often = 0, empty = 0, atItsEnd = 0] = scores;
  expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
  expect(none).toBeCloseTo(0.5);
  expect(empty).toBeCloseTo(0.5);
  expect(once).toBeGreaterThan(none + 0.01);
  expect(often).toBeGreaterThan(once);
  expect(atItsEnd).toBeGreaterThan(none);
  expect(await client.rank(QUESTION, [])).toEqual([]);
});

it("refuses to rank with a model that writes", async () => {
  const { client } = await engineFor(await writeTinyModel());
  await expect(client.rank(QUESTION, ["the rent is due"])).rejects.toThrow();
});
