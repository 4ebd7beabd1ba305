import { existsSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { clipGradients, createOptimizer } from "../optimizer.ts";
import { knownNetwork } from "../testing/known-network.ts";
import { type KnownRun, type KnownRunOptions, runKnown } from "../testing/known-run.ts";
import type { TrainEvent } from "../train-contract.ts";

function newFolder(): string {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.path;
}

const run = (options: Partial<KnownRunOptions> = {}): Promise<KnownRun> =>
  runKnown({ folder: newFolder(), ...options });
const losses = ({ steps }: KnownRun): [number, number][] => steps.map(({ step, loss }) => [step, loss]);
const judged = ({ events }: KnownRun) => events.flatMap((event) => (event.type === "judged" ? [event] : []));
const notices = ({ events }: KnownRun) => events.flatMap((event) => (event.type === "notice" ? [event.notice] : []));
function done({ events, error }: KnownRun): unknown {
  if (error !== null) throw error as Error;
  return events.at(-1);
}

class Killed extends Error {}
/** As a child that is killed when it has taken so many steps. */
const killedAfter = (step: number) => (event: TrainEvent) => {
  if (event.type === "step" && event.report.step === step) throw new Killed();
};

describe("a training", () => {
  test("learns: the loss falls, and the trained numbers are handed over with the last step's", async () => {
    const trained = await run({ settings: { epochs: 20 } });
    expect(done(trained)).toMatchObject({ reason: "finished", step: 100, bestStep: 100, heldOutLoss: null });
    expect(trained.steps.at(-1)?.loss).toBeLessThan(0.7 * (trained.steps[0]?.loss ?? 0));
    expect(trained.adapter).toEqual({ values: trained.network.values, step: 100, heldOutLoss: null });
    expect(trained.network.isDisposed).toBe(true);
  });

  test.each([1, 4])("a step is one of AdamW on the mean over its examples, read %i at a time", async (packExamples) => {
    const settings = { batchExamples: 4, packExamples, maxSteps: 2, clipNorm: 0.05, weightDecay: 0.1, warmup: 0 };
    const { steps, network } = await run({ settings });
    const alone = knownNetwork();
    const values = alone.values.slice();
    const gradients = new Float32Array(values.length);
    const optimizer = createOptimizer(values.length, 0.1);
    for (const [index, { step, loss, gradientNorm, learningRate, tokens }] of steps.entries()) {
      const examples = network.learnt.flatMap(({ batch }) => batch).slice(index * 4, index * 4 + 4);
      alone.lora.clearGradients();
      const read = await alone.learn(examples, { weight: 0.25, dropoutSeed: 0 });
      alone.lora.readGradients(gradients);
      expect(clipGradients(gradients, 0.05)).toBeCloseTo(gradientNorm, 6);
      optimizer.step(values, gradients, { learningRate, update: index + 1 });
      alone.lora.writeValues(values);
      expect(step).toBe(index + 1);
      expect(loss).toBeCloseTo(read.reduce((sum, each) => sum + each.loss, 0) / 4, 9);
      expect(tokens).toBe(read.reduce((sum, each) => sum + each.tokens, 0));
    }
    for (const [at, value] of values.entries()) expect(network.values[at]).toBeCloseTo(value, 6);
  });

  test("goes by threads that are free, and says what another backend computes", async () => {
    const trained = await run({ settings: { maxSteps: 2, batchExamples: 1 }, fallbacks: ["GATED_DELTA_NET"] });
    expect(trained.network.threads).toEqual([2, 2]);
    expect(notices(trained)).toEqual([{ kind: "fallbacks", operations: ["GATED_DELTA_NET"] }]);
  });

  test("says once that memory is short, and again when it got short another time", async () => {
    const free = [1, 1, 1e12, 1, 1e12];
    const trained = await run({ parts: { freeMemoryBytes: () => free.shift() ?? 1e12 } });
    expect(notices(trained)).toEqual([1, 4].map((step) => ({ kind: "low-memory", step, freeBytes: 1 })));
  });

  test("of no example is refused", async () => {
    const { error } = await run({ data: { training: 0 } });
    expect(error).toMatchObject({ code: "INVALID_INPUT" });
  });

  test("of no step gives an adapter that does nothing yet", async () => {
    const trained = await run({ settings: { maxSteps: 0 } });
    expect(done(trained)).toMatchObject({ reason: "finished", step: 0 });
    expect(trained.adapter?.values).toEqual(knownNetwork().values);
  });
});

describe("going on", () => {
  const settings = { epochs: 4, dropout: 0.2, patience: 9 };
  const common = { settings, data: { training: 20, heldOut: 6 }, hasDropout: true };

  test("after any kill it has the losses, the looks and the adapter of an uninterrupted one", async () => {
    const whole = await run(common);
    for (const steps of [[1], [5, 6], [12, 12, 19], [20]]) {
      const folder = newFolder();
      const merged = new Map<number, number>();
      const looks = new Map<number, number>();
      const add = (part: KnownRun): void => {
        for (const [step, loss] of losses(part)) merged.set(step, loss);
        for (const { step, heldOutLoss } of judged(part)) looks.set(step, heldOutLoss);
      };
      for (const step of steps) {
        const part = await run({ ...common, folder, onEvent: killedAfter(step) });
        expect(part.error).toBeInstanceOf(Killed);
        add(part);
      }
      const last = await run({ ...common, folder });
      add(last);
      expect([...merged]).toEqual(losses(whole));
      expect([...looks]).toEqual(judged(whole).map(({ step, heldOutLoss }) => [step, heldOutLoss]));
      expect(last.adapter).toEqual(whole.adapter);
      expect(done(last)).toEqual({ ...(done(whole) as object), adapterPath: join(folder, "adapter.gguf") });
      // A save comes after its step: killed in between, it is the one before.
      const from = Math.floor(((steps.at(-1) ?? 0) - 1) / 5) * 5;
      expect(notices(last)).toEqual([{ kind: "resumed", step: from, problem: null }]);
    }
  });

  test("paused and let go on, at any event, it is the same too, and a pause loses no step", async () => {
    const whole = await run(common);
    const folder = newFolder();
    const merged: [number, number][] = [];
    let last: KnownRun | null = null;
    for (let pauses = 0; pauses < 7; pauses++) {
      last = await run({
        ...common,
        folder,
        onEvent: (event, control) => {
          const isHere = event.type === "step" ? event.report.step % 4 === pauses % 4 : event.type === "progress";
          if (isHere && pauses < 6) control.end("pause");
        },
      });
      merged.push(...losses(last));
      if (pauses < 6) expect(done(last)).toMatchObject({ reason: "paused", adapterPath: null });
    }
    expect(merged).toEqual(losses(whole));
    expect(last?.adapter).toEqual(whole.adapter);
  });

  test("a save that was cut short is passed over for the one before, and that is said", async () => {
    const folder = newFolder();
    await run({ ...common, folder, onEvent: killedAfter(12) });
    truncateSync(join(folder, "checkpoint.bin"), 100);
    const last = await run({ ...common, folder });
    expect(notices(last)).toEqual([
      { kind: "resumed", step: 5, problem: expect.stringContaining("cut short") as string },
    ]);
    const whole = await run(common);
    expect(losses(last)).toEqual(losses(whole).slice(5));
    expect(last.adapter).toEqual(whole.adapter);
  });

  test("with other settings it is refused, and nothing is lost", async () => {
    const folder = newFolder();
    await run({ ...common, folder, onEvent: killedAfter(12) });
    const other = await run({ ...common, folder, settings: { ...settings, learningRate: 0.1 } });
    expect(other.error).toMatchObject({ code: "INVALID_INPUT", message: expect.stringContaining("learningRate 0.05") });
    expect(notices(await run({ ...common, folder }))[0]).toMatchObject({ kind: "resumed", step: 10 });
  });

  test("when it has ended already it gives the same adapter without a step", async () => {
    const folder = newFolder();
    const first = await run({ ...common, folder });
    const second = await run({ ...common, folder });
    expect(second.steps).toEqual([]);
    expect(second.adapter).toEqual(first.adapter);
    expect(done(second)).toEqual(done(first));
  });
});

describe("the best", () => {
  /** Learns one set by heart, so that held-out texts get worse after some time. */
  const common = { data: { training: 4, heldOut: 12 }, settings: { epochs: 60, judgeEvery: 3, learningRate: 0.2 } };

  test("on held-out texts is kept, not the last", async () => {
    const trained = await run(common);
    const looks = judged(trained);
    const least = looks.slice(1).reduce((a, b) => (b.heldOutLoss < a.heldOutLoss ? b : a));
    expect(least.step).toBeLessThan(60);
    expect(done(trained)).toMatchObject({
      step: 60,
      bestStep: least.step,
      heldOutLoss: least.heldOutLoss,
      heldOutLossBefore: looks[0]?.heldOutLoss,
    });
    expect(trained.adapter).toMatchObject({ step: least.step, heldOutLoss: least.heldOutLoss });
  });

  test("before the first step nothing is kept: an adapter that does nothing is none", async () => {
    const [first] = judged(await run(common));
    expect(first).toMatchObject({ step: 0, isBest: false });
  });

  test("patience ends a run after so many looks without a better one", async () => {
    const trained = await run({ ...common, settings: { ...common.settings, patience: 3 } });
    const { step, bestStep, reason } = done(trained) as { step: number; bestStep: number; reason: string };
    expect(reason).toBe("patience");
    expect(step - bestStep).toBe(9);
  });

  test("is what a stop keeps, without waiting for the end", async () => {
    const trained = await run({
      ...common,
      onEvent: (event, control) => {
        if (event.type === "step" && event.report.step === 40) control.end("stop");
      },
    });
    expect(done(trained)).toMatchObject({ reason: "stopped", step: 40 });
    const looks = judged(trained).slice(1);
    expect(trained.adapter?.heldOutLoss).toBe(Math.min(...looks.map(({ heldOutLoss }) => heldOutLoss)));
  });

  test("a stop before the first look keeps the last step's numbers, in the middle of a step those before it", async () => {
    const trained = await run({
      settings: { packExamples: 1 },
      onLearn: (calls) => calls,
      onEvent: (event, control) => {
        if (event.type === "step" && event.report.step === 2) setImmediate(() => control.end("stop"));
      },
    });
    expect(done(trained)).toMatchObject({ reason: "stopped", step: 2, bestStep: 2, heldOutLoss: null });
    expect(trained.network.learnt.length).toBeGreaterThan(8);
    expect(trained.network.learnt.length).toBeLessThan(12);
  });
});

describe("a loss that is no number", () => {
  /** One example a step: calls are steps, until it goes back. */
  const settings = { batchExamples: 1, epochs: 0.75, schedule: "constant", warmup: 0 } as const;
  const poisonedAt =
    (...bad: readonly number[]) =>
    (calls: number): number =>
      bad.includes(calls) ? Number.NaN : 0;

  test("goes back to the last save with half the rate, and then on to the end", async () => {
    const trained = await run({ settings, onLearn: poisonedAt(8) });
    expect(done(trained)).toMatchObject({ reason: "finished", step: 15 });
    expect(notices(trained)).toEqual([{ kind: "not-a-number", step: 8, backTo: 5, learningRate: 0.025 }]);
    expect(trained.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    const rates = trained.steps.map(({ learningRate }) => learningRate);
    expect([new Set(rates.slice(0, 7)), new Set(rates.slice(7))]).toEqual([new Set([0.05]), new Set([0.025])]);
    expect([...(trained.adapter?.values ?? [Number.NaN])]).toSatisfy((values: number[]) =>
      values.every(Number.isFinite),
    );
  });

  test("killed after it went back, it goes on with half the rate", async () => {
    const folder = newFolder();
    const onEvent = killedAfter(9);
    await run({ folder, settings, onLearn: poisonedAt(8), onEvent });
    const last = await run({ folder, settings });
    expect(last.steps[0]?.step).toBe(6);
    expect(new Set(last.steps.map(({ learningRate }) => learningRate))).toEqual(new Set([0.025]));
  });

  test("again and again ends it with an error that says where, and keeps what was saved", async () => {
    const folder = newFolder();
    const trained = await run({ folder, settings, onLearn: (calls) => (calls >= 8 ? Number.NaN : 0) });
    expect(trained.error).toMatchObject({ code: "TRAINING_DIVERGED", data: { step: 6, learningRate: 0.05 / 8 } });
    expect(notices(trained)).toHaveLength(3);
    expect(existsSync(join(folder, "checkpoint.bin"))).toBe(true);
  });

  test("that is got over counts anew the next time", async () => {
    const trained = await run({ settings: { ...settings, saveEvery: 1 }, onLearn: poisonedAt(3, 6, 9, 12, 15) });
    expect(notices(trained)).toHaveLength(5);
    expect(done(trained)).toMatchObject({ reason: "finished" });
  });

  test("on held-out texts goes back too", async () => {
    let isBad = true;
    const trained = await run({
      settings,
      data: { heldOut: 1 },
      onJudge(step) {
        if (step !== 3 || !isBad) return 0;
        isBad = false;
        return Number.NaN;
      },
    });
    expect(notices(trained)).toEqual([{ kind: "not-a-number", step: 10, backTo: 5, learningRate: 0.025 }]);
    expect(judged(trained).map(({ step }) => step)).toEqual([0, 5, 10, 15]);
  });
});

describe("a full disk", () => {
  test("is said before the first step, with what all files of the run need", async () => {
    const { error, steps } = await run({ parts: { freeDiskBytes: () => Promise.resolve(100) } });
    expect(steps).toEqual([]);
    expect(error).toMatchObject({ code: "DISK_FULL", data: { neededBytes: 12 * 16 * 4, freeBytes: 100 } });
  });

  test("while it runs ends it with the last save whole; with room it goes on to the same end", async () => {
    const folder = newFolder();
    let looks = 0;
    // One look before all, then one for each save: at steps 0, 5 and 10.
    const filling = () => Promise.resolve(++looks > 3 ? 100 : 1e12);
    const { error, steps } = await run({ folder, parts: { freeDiskBytes: filling } });
    expect(error).toMatchObject({ code: "DISK_FULL", data: { path: folder, freeBytes: 100 } });
    expect(steps).toHaveLength(10);
    const last = await run({ folder });
    expect(notices(last)).toEqual([{ kind: "resumed", step: 5, problem: null }]);
    expect(last.adapter).toEqual((await run()).adapter);
  });
});
