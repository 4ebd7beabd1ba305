import { availableParallelism } from "node:os";
import type { Bench } from "./lib/bench.ts";
import { requireSampleModel } from "./lib/sample-model.ts";
import { profileStep } from "./train/steps.ts";

/** As long as MTS-Dialog's are in the middle, and a step of four. */
const USUAL = { examples: 4, tokens: 243, targets: 51 };
const SHOWN = 24;

export const bench: Bench = {
  about: "where the time of a training step of the sample model goes, by operation",
  async run({ report, note, signal }) {
    const threads = Math.min(2, availableParallelism());
    const { operations, stepMilliseconds, tokens } = await profileStep(
      { model: requireSampleModel(), threads, ...USUAL },
      signal,
    );
    for (const { operation, shape, count, milliseconds } of operations.slice(0, SHOWN)) {
      note(`${milliseconds.toFixed(0).padStart(6)} ms  ${String(count).padStart(4)} x ${operation} ${shape}`);
    }
    const all = operations.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const shares = new Map<string, number>();
    for (const { operation, milliseconds } of operations) {
      shares.set(operation, (shares.get(operation) ?? 0) + milliseconds / all);
    }
    for (const [operation, share] of [...shares].toSorted(([, a], [, b]) => b - a).slice(0, 10)) {
      report({ metric: `share${operation}`, value: share, unit: "ratio" });
    }
    report({ metric: "operations", value: all, unit: "ms", reference: stepMilliseconds });
    report({ metric: "tokensPerSecond", value: (1_000 * tokens) / stepMilliseconds, unit: "tokens/s" });
  },
};
