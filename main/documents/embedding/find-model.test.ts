import { expect, test, vi } from "vitest";
import {
  chosenCandidate,
  createModelFinder,
  type EmbeddingCandidate,
  embeddingCandidates,
  usableReranker,
} from "./find-model.ts";

const MODEL: EmbeddingCandidate = { id: "model", name: "Model", fingerprint: "f", isShipped: false };

function scripted(waitMs: number) {
  let found: EmbeddingCandidate | null = null;
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
      found = MODEL;
      for (const tell of tells) tell();
    },
  };
}

test("who reads documents in the first moment waits for the model that is about to be found", async () => {
  const models = scripted(60_000);
  const finding = models.find();
  await vi.waitFor(() => expect(models.tells.size).toBe(1));
  models.appear();
  expect(await finding).toBe(MODEL);
  expect(models.tells.size).toBe(0);
});

test("where there is none it is waited for once", async () => {
  const models = scripted(1);
  expect(await models.find()).toBeNull();
  expect(await models.find()).toBeNull();
  models.appear();
  expect(await models.find()).toBe(MODEL);
});

test("the user's choice counts while it can be used, then the one that comes with Cloister, then the oldest", () => {
  const known = (id: string, addedAt: number, change: object = {}) => ({
    ...{ id, name: id, path: `/models/${id}.gguf`, fingerprint: id, problem: null, addedAt },
    ...{ facts: { kind: "embedding" as const } },
    ...change,
  });
  const models = [
    known("new", 3),
    known("old", 2),
    known("shipped", 4, { path: "/shipped/minilm.gguf" }),
    known("chat", 1, { facts: { kind: "chat" as const } }),
    known("gone", 1, { problem: { code: "MODEL_NOT_FOUND", message: "", data: null } }),
  ];
  const candidates = embeddingCandidates(models, "/shipped");
  expect(candidates.map(({ id }) => id)).toEqual(["shipped", "old", "new"]);
  expect(chosenCandidate(candidates, "new")?.id).toBe("new");
  expect(chosenCandidate(candidates, "gone")?.id).toBe("shipped");
  expect(chosenCandidate(candidates.slice(1), null)?.id).toBe("old");
  expect(chosenCandidate([], "new")).toBeNull();
  const ranks = [known("ranks", 1, { facts: { kind: "reranker" as const } })];
  expect([usableReranker(ranks, "ranks"), usableReranker(ranks, null), usableReranker(models, "new")]).toEqual([
    ...["ranks", null, null],
  ]);
});
