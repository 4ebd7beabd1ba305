import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createJobs } from "#main/jobs/service.ts";
import { createLog } from "#main/lib/log.ts";
import { openStore } from "#main/store/open.ts";
import type { DocumentLease } from "../engines.ts";
import { openIndex } from "../index/open-index.ts";
import type { EmbeddingCandidate } from "./find-model.ts";
import { createEmbedding } from "./service.ts";
import { servingModel } from "./serving-model.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloister-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const migrationsDir = fileURLToPath(new URL("../../../resources/migrations", import.meta.url));
const [SMALL, LARGE] = ["small", "large"].map((id): EmbeddingCandidate => ({
  id,
  name: id,
  fingerprint: `${id}'s file`,
  isShipped: id === "small",
})) as [EmbeddingCandidate, EmbeddingCandidate];
const PASSAGES = 40;

/** An engine that embeds in two dimensions, or in three; `gate` holds back all but texts of one letter. */
function lease({ id, name, fingerprint }: EmbeddingCandidate, gate: () => Promise<void>): DocumentLease {
  const vector = id === "small" ? [1, 0] : [0, 1, 0];
  const client: DocumentLease["client"] = {
    async embed(texts) {
      if (texts.every((text) => text.length > 1)) await gate();
      return { vectors: texts.map(() => [...vector]), tokens: texts.length };
    },
    countTokens: (texts) => Promise.resolve(texts.map(() => 1)),
    rank: () => Promise.reject(new Error("It ranks nothing")),
  };
  return { modelName: name, modelFingerprint: fingerprint, client, [Symbol.dispose]: () => undefined };
}

/** Forty passages in an index, two models, and the jobs over them. */
async function opened() {
  const log = createLog({ level: "silent" });
  const store = await openStore({ dataDir: folder, migrationsDir, key: null, log });
  const jobs = createJobs({ store, log });
  const index = openIndex(join(folder, "documents.db"), null);
  let chosen = SMALL;
  let broken = "";
  let isAway = false;
  let gate: () => Promise<void> = () => Promise.resolve();
  const embedding = createEmbedding({
    ...{ jobs, index },
    engines: {
      acquire(modelId) {
        if (modelId === broken) return Promise.reject(new Error("no room"));
        return Promise.resolve(lease(modelId === "small" ? SMALL : LARGE, () => gate()));
      },
    },
    models: {
      chosen: () => Promise.resolve(chosen),
      candidates: () => [SMALL, LARGE],
      isStandIn: () => isAway,
      choose: (modelId) => void (chosen = modelId === "small" ? SMALL : LARGE),
    },
  });
  jobs.begin();
  await index.begin({ id: "a", sha256: "1" });
  const passages = Array.from({ length: PASSAGES }, (_, at) => ({
    ...{ parts: [{ page: 1, start: at, end: at + 1 }], section: [], text: `passage ${String(at)}`, tokens: 3 },
  }));
  await index.addSlice({ id: "a", pages: [], passages, headings: [] });
  return {
    ...{ embedding, index, jobs },
    breaks: (modelId: string) => void (broken = modelId),
    /** The larger model's drive is taken out, or put in again. */
    takesOut(isOut: boolean) {
      isAway = isOut;
      chosen = isOut ? SMALL : LARGE;
    },
    holds: (next: () => Promise<void>) => void (gate = next),
    async [Symbol.asyncDispose]() {
      await jobs.dispose();
      await index.close();
      store.close();
    },
  };
}

const signal = new AbortController().signal;

test("while another model makes its vectors those before serve, and go when it has made all", async () => {
  await using app = await opened();
  const { embedding, index } = app;
  await embedding.complete(signal);
  await vi.waitFor(async () => expect(await embedding.state(signal)).toMatchObject({ embedded: PASSAGES }));

  const held = Promise.withResolvers<undefined>();
  app.holds(() => held.promise);
  await embedding.choose("large", signal);
  expect(await embedding.state(signal)).toMatchObject({ chosenId: "large", embedded: 0, servingId: "small" });
  using serving = await embedding.openServing(signal);
  expect(serving?.model).toEqual({ model: "small's file", dimensions: 2 });

  held.resolve(undefined);
  await vi.waitFor(async () =>
    expect(await embedding.state(signal)).toMatchObject({ embedded: PASSAGES, servingId: null }),
  );
  await vi.waitFor(async () =>
    expect((await index.vectorSets({})).sets).toEqual([{ model: "large's file", dimensions: 3, embedded: PASSAGES }]),
  );
  using after = await embedding.openServing(signal);
  expect(after?.model.dimensions).toBe(3);
});

test("while the chosen model is away another stands in, and its vectors are there when it comes back", async () => {
  await using app = await opened();
  const { embedding, index } = app;
  const all = { embedded: PASSAGES, servingId: null };
  await embedding.choose("large", signal);
  await vi.waitFor(async () => expect(await embedding.state(signal)).toMatchObject({ chosenId: "large", ...all }));
  app.takesOut(true);
  await embedding.complete(signal);
  await vi.waitFor(async () => expect(await embedding.state(signal)).toMatchObject({ chosenId: "small", ...all }));
  expect((await index.vectorSets({})).sets).toHaveLength(2);
  app.takesOut(false);
  expect(await embedding.state(signal)).toMatchObject({ chosenId: "large", ...all });
  await embedding.complete(signal);
  expect((await index.vectorSets({})).sets).toMatchObject([{ model: LARGE.fingerprint, embedded: PASSAGES }]);
});

test("a model that cannot be loaded is not chosen, and says why", async () => {
  await using app = await opened();
  app.breaks("large");
  await expect(app.embedding.choose("large", signal)).rejects.toThrow("no room");
  await expect(app.embedding.choose("nobody", signal)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await app.embedding.state(signal)).toMatchObject({ chosenId: "small" });
});

test("going back before the other is through costs nothing: its work ends, and the first still has all", async () => {
  await using app = await opened();
  const { embedding, jobs, index } = app;
  await embedding.complete(signal);
  await vi.waitFor(() => expect(jobs.list()[0]).toMatchObject({ aboutId: "small", state: "done" }));
  app.holds(() => new Promise((resolve) => setTimeout(resolve, 20)));
  await embedding.choose("large", signal);
  await embedding.choose("small", signal);
  await vi.waitFor(async () =>
    expect((await index.vectorSets({})).sets).toEqual([{ model: "small's file", dimensions: 2, embedded: PASSAGES }]),
  );
  expect(await embedding.state(signal)).toMatchObject({ chosenId: "small", embedded: PASSAGES, servingId: null });
});

test("who has made most serves, the chosen one where nobody has made any", () => {
  const sets = (small: number, large: number) => ({
    passages: 10,
    sets: [
      { model: SMALL.fingerprint, dimensions: 2, embedded: small },
      { model: LARGE.fingerprint, dimensions: 3, embedded: large },
    ],
  });
  const serving = (small: number, large: number) => servingModel(LARGE, [SMALL, LARGE], sets(small, large)).id;
  expect([serving(10, 3), serving(10, 10), serving(4, 4), serving(5, 4)]).toEqual(["small", "large", "large", "small"]);
  // A model whose file is gone cannot read questions.
  expect(servingModel(LARGE, [LARGE], sets(10, 3)).id).toBe("large");
});
