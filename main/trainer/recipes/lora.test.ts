import { truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clipGradients, createOptimizer } from "../optimizer.ts";
import { knownNetwork } from "../testing/known-network.ts";
import type { RunParts } from "../run/run.ts";
import type { KnownRun } from "../testing/known-run.ts";
import { done, judged, Killed, killedAfter, losses, newFolder, notices, run } from "../testing/runs.ts";

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

  test("ends, saved, when memory stays used up, says so, and goes on to the same end when there is some", async () => {
    const folder = newFolder();
    const free = [1e12, 1, 1, 1e12, 1, 1, 1];
    const ended = await run({ folder, parts: { freeMemoryBytes: () => free.shift() ?? 1 } });
    expect(ended.error).toMatchObject({ code: "MEMORY_SHORT", data: { step: 7, freeBytes: 1 } });
    expect(ended.events.at(-1)).toEqual({ type: "saved", step: 7 });
    const last = await run({ folder });
    expect(notices(last)).toEqual([{ kind: "resumed", step: 7, problem: null }]);
    const whole = await run();
    expect([...losses(ended), ...losses(last)]).toEqual(losses(whole));
    expect(last.adapter).toEqual(whole.adapter);
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

  test("its model is opened by the speeds of the first time: the same types of weights, the same numbers", async () => {
    const folder = newFolder();
    const given: unknown[] = [];
    const parts: Partial<RunParts> = {
      openNetwork(_, { speeds }) {
        given.push(speeds);
        return Promise.resolve(knownNetwork({ speeds: speeds ?? { "Q8_0 plain": 41 + given.length } }));
      },
    };
    for (let times = 0; times < 3; times++) await run({ folder, parts });
    expect(given).toEqual([null, { "Q8_0 plain": 42 }, { "Q8_0 plain": 42 }]);
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
