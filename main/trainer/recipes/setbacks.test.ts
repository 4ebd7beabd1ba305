import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { done, judged, killedAfter, newFolder, notices, run } from "../testing/runs.ts";

/** What goes wrong while a training runs, and that nothing is lost by it. */

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

  test("on the same held-out texts again and again ends it too", async () => {
    const onJudge = (calls: number): number => (calls >= 3 ? Number.NaN : 0);
    const trained = await run({ settings, data: { heldOut: 1 }, onJudge });
    expect(trained.error).toMatchObject({ code: "TRAINING_DIVERGED", data: { step: 10, learningRate: 0.05 / 8 } });
    expect(notices(trained)).toHaveLength(3);
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
