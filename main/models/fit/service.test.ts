import { join } from "node:path";
import { expect, test } from "vitest";
import { openForEach } from "../testing/open-for-each.ts";
import { openModels, type OpenModels } from "../testing/open-models.ts";
import { errorSoFar, estimateSpeed, speedFrom } from "./machine-speed.ts";
import { gemma } from "./testing/gemma.ts";

let open: OpenModels;
let folder: string;
openForEach((opened, path) => {
  open = opened;
  folder = path;
});

test("an estimate says what takes how much, and of what is too large how it would fit", async () => {
  const { id, loadOptions } = await open.models.addFile(await open.write("Ada.gguf", { name: "Ada" }));
  const fine = await open.models.fit.estimate(id, loadOptions);
  expect(fine).toMatchObject({ fit: { state: "fits" }, nearest: null, putAway: [], isMachineMeasured: false });
  const { need, fit, devices } = fine;
  if (need === null) throw new Error("nothing was estimated");
  expect(Object.values(need).reduce((sum, bytes) => sum + bytes, 0)).toBeCloseTo(fit.neededBytes, -1);
  expect(devices).toMatchObject({ ramBytes: fit.neededBytes, cardBytes: 0, gpuLayers: 0 });

  const large = await open.models.fit.estimate(id, { ...loadOptions, contextTokens: 4_000_000 });
  open.machine.freeMemoryBytes = large.fit.neededBytes - 1e6;
  const short = await open.models.fit.estimate(id, { ...loadOptions, contextTokens: 4_000_000 });
  expect(short).toMatchObject({
    fit: { state: "too-large" },
    nearest: { change: { parallelChats: 1, contextTokens: 2_000_000 }, fit: { state: "tight" } },
  });
});

test("what nobody uses would be put away, and is named", async () => {
  const ada = await open.models.addFile(await open.write("Ada.gguf", { name: "Ada" }));
  const eve = await open.models.addFile(await open.write("Eve.gguf", { name: "Eve", seed: 2 }));
  (await open.models.acquire(ada.id, { signal: new AbortController().signal, onProgress: () => undefined }))[
    Symbol.dispose
  ]();
  open.machine.freeMemoryBytes = 5e7;
  expect(await open.models.fit.estimate(eve.id, eve.loadOptions)).toMatchObject({
    fit: { state: "tight" },
    putAway: ["Ada"],
  });
  // What its own engine holds is free for it: nobody else has to go.
  expect(await open.models.fit.estimate(ada.id, ada.loadOptions)).toMatchObject({ putAway: [] });
});

test("the model that guesses ahead for it counts, and makes it too large where both do not fit", async () => {
  await using own = await openModels(join(folder, "drafting"), { draftModelId: (id) => drafts.get(id) ?? null });
  const drafts = new Map<string, string>();
  const ada = await own.models.addFile(await own.write("Ada.gguf", { name: "Ada" }));
  const eve = await own.models.addFile(await own.write("Eve.gguf", { name: "Eve", seed: 2 }));
  const alone = await own.models.fit.estimate(ada.id, ada.loadOptions);
  expect(alone.need?.draftBytes).toBe(0);
  drafts.set(ada.id, eve.id);
  const both = await own.models.fit.estimate(ada.id, ada.loadOptions);
  expect(both.need?.draftBytes).toBeGreaterThan(eve.sizeBytes / 2);
  expect(both.fit.neededBytes - alone.fit.neededBytes).toBe(both.need?.draftBytes);
  own.machine.freeMemoryBytes = both.fit.neededBytes - 1;
  expect(await own.models.fit.estimate(ada.id, ada.loadOptions)).toMatchObject({ fit: { state: "too-large" } });
  // A draft model that is gone is left out by the engine as well.
  drafts.set(ada.id, "gone");
  expect((await own.models.fit.estimate(ada.id, ada.loadOptions)).fit.state).not.toBe("too-large");
});

const weights = {
  headerBytes: 0,
  embeddingBytes: 0,
  outputBytes: 0,
  outputIsEmbedding: false,
  expertBytes: 0,
  outputType: "",
};
const about = { ...gemma.about, weights: { ...weights, matrixBytes: {} } };

test("what was measured of this computer is told to those who follow models: recommendations go by it", async () => {
  const speed = { bytesPerSecond: 10e9, layerMs: 0.1, measuredAt: 0 };
  await using measured = await openModels(join(folder, "measured"), { measureMachine: () => Promise.resolve(speed) });
  const { id } = await measured.models.addFile(await measured.write("Ada.gguf", { name: "Ada" }));
  const told: string[] = [];
  const listening = measured.models.onChanged((modelId) => told.push(modelId));
  measured.models.fit.measureMachine();
  await expect.poll(() => measured.models.fit.machineSpeed()).not.toBeNull();
  expect(told).toEqual([id]);
  listening[Symbol.dispose]();
});

test("speed: what a token reads at the measured speed, and every layer's own time", () => {
  const speed = { bytesPerSecond: 10e9, layerMs: 0.1, measuredAt: 0 };
  const facts = { ...gemma, about, weightsBytes: 1e9 };
  expect(estimateSpeed(facts, speed)).toBeCloseTo(1_000 / (100 + 18 * 0.1), 6);
  const experts = { ...about.weights, expertBytes: 0.8e9 };
  const mixture = { ...facts, about: { ...about, weights: experts, experts: { count: 8, used: 2 } } };
  expect(estimateSpeed(mixture, speed)).toBeCloseTo(1_000 / (40 + 18 * 0.1), 6);
  expect(estimateSpeed(gemma, speed)).toBeNull();
});

test("two models tell apart what weights take and what layers take", () => {
  const speed = speedFrom({ tokensPerSecond: 50, bytes: 1e8, layers: 6 }, { tokensPerSecond: 200, layers: 20 });
  expect(speed.layerMs).toBeCloseTo(0.25, 6);
  expect(speed.bytesPerSecond).toBeCloseTo(1e8 / 0.0185, 0);
});

test("the error so far is the median of how far estimates were off", () => {
  expect(errorSoFar([])).toBeNull();
  const seen = [12, 10, 30].map((estimated) => ({ estimated, measured: 10 }));
  expect(errorSoFar(seen)).toBeCloseTo(0.2, 6);
});
