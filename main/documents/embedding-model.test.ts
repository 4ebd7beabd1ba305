import { expect, test, vi } from "vitest";
import { createModelFinder } from "./embedding-model.ts";

function scripted(waitMs: number) {
  let found: string | null = null;
  const tells = new Set<() => void>();
  const find = createModelFinder({
    ...{ find: () => found, waitMs },
    onChanged(tell) {
      tells.add(tell);
      return { [Symbol.dispose]: () => void tells.delete(tell) };
    },
  });
  return {
    find: () => find(new AbortController().signal),
    tells,
    appear() {
      found = "model";
      for (const tell of tells) tell();
    },
  };
}

test("who reads documents in the first moment waits for the model that is about to be found", async () => {
  const models = scripted(60_000);
  const finding = models.find();
  await vi.waitFor(() => expect(models.tells.size).toBe(1));
  models.appear();
  expect(await finding).toBe("model");
  expect(models.tells.size).toBe(0);
});

test("where there is none it is waited for once", async () => {
  const models = scripted(1);
  expect(await models.find()).toBeNull();
  expect(await models.find()).toBeNull();
  models.appear();
  expect(await models.find()).toBe("model");
});
