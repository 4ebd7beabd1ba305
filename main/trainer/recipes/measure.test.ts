import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { knownData } from "../testing/known-data.ts";
import { type KnownOptions, knownNetwork } from "../testing/known-network.ts";
import { twoThreads } from "../testing/known-run.ts";
import { type MeasureEvent, type TrainingSettings, USUAL_SETTINGS } from "../train-contract.ts";
import { measureTraining } from "./measure.ts";

function newFolder(): string {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.path;
}

async function measure(
  given: Partial<TrainingSettings> = {},
  data = knownData({ training: 20, heldOut: 5 }),
  seconds = 0.05,
  known: KnownOptions = {},
) {
  const network = knownNetwork(known);
  const before = network.values.slice();
  const events: MeasureEvent[] = [];
  const plan = await measureTraining({
    input: {
      model: { path: "/m.gguf", name: "Known" },
      folder: newFolder(),
      settings: { ...USUAL_SETTINGS, ...given },
      maxThreads: 2,
    },
    parts: { openNetwork: () => Promise.resolve(network), openTokenised: () => data },
    threads: twoThreads,
    emit: (event) => events.push(event),
    seconds,
  });
  return { plan, network, before, events };
}

test("says how many steps and tokens there are, also of part of an epoch", async () => {
  const { tokens } = knownData().report.training;
  expect((await measure({ epochs: 3 })).plan).toMatchObject({ steps: 15, tokens: 3 * tokens, threads: 2 });
  const { plan } = await measure({ epochs: 0.5 });
  expect(plan).toMatchObject({ steps: 3, tokens: Math.round(tokens / 2) });
});

test("counts the longest example first, and what the run itself holds", async () => {
  const { plan, network } = await measure();
  const longest = Math.max(...network.learnt.map(({ batch }) => batch[0]?.ids.length ?? 0));
  expect(network.learnt[0]?.batch[0]?.ids).toHaveLength(longest);
  expect(longest).toBe(12);
  expect(plan.memory).toMatchObject({
    weights: 4_000,
    transposed: 2_000,
    adapter: 16 * 8 + 16 * 4 * 4,
    compute: 1_000,
  });
  expect(plan).toMatchObject({ adapterBytes: 32, diskBytes: 12 * 16 * 4 });
});

test("says what a card does of it, what the processor computes for it, and that a card was refused", async () => {
  const card = { name: "Card", layers: 3, ofLayers: 4, bytes: 5, totalBytes: 9, freeBytes: 7 };
  const { plan } = await measure({}, knownData(), 0.05, { card, fallbacks: ["GET_ROWS_BACK"] });
  expect(plan).toMatchObject({ card, fallbacks: ["GET_ROWS_BACK"], refusedCard: null });
  expect(plan.memory.weights).toBe(4_000);
  const other = await measure({}, knownData(), 0.05, { refusedCard: "Card" });
  expect(other.plan).toMatchObject({ card: null, fallbacks: [], refusedCard: "Card" });
});

test("takes longer with more epochs, and with more looks at held-out texts", async () => {
  const [one, five] = [await measure({ epochs: 1 }), await measure({ epochs: 50 })];
  expect(five.plan.seconds.likely).toBeGreaterThan(5 * one.plan.seconds.likely);
  for (const { plan } of [one, five]) {
    expect(plan.seconds.least).toBeLessThan(plan.seconds.likely);
    expect(plan.seconds.most).toBeGreaterThan(plan.seconds.likely);
  }
});

test("leaves the trained numbers and gradients as they were, and closes what it opened", async () => {
  const { network, before } = await measure();
  expect(network.values).toEqual(before);
  const gradients = new Float32Array(16).fill(1);
  network.lora.readGradients(gradients);
  expect([...gradients]).toEqual(Array.from({ length: 16 }, () => 0));
  expect(network.isDisposed).toBe(true);
});

test("with no time at all still reads the longest, twice", async () => {
  const { network, plan } = await measure({}, knownData(), 0);
  expect(network.learnt).toHaveLength(2);
  expect(plan.seconds.likely).toBeGreaterThan(0);
});

test("a model with another vocabulary than the data's is refused", async () => {
  await expect(measure({}, { ...knownData(), words: 7 })).rejects.toMatchObject({ code: "INVALID_INPUT" });
});
