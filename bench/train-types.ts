import { availableParallelism } from "node:os";
import type { TrainingSettings } from "#main/trainer/train-contract.ts";
import type { Bench } from "./lib/bench.ts";
import { requireSampleModel } from "./lib/sample-model.ts";
import { measureProducts, measureSteps } from "./train/steps.ts";

const TYPES: readonly TrainingSettings["backwardType"][] = ["auto", "f32", "bf16", "f16", "q8_0", "iq4_nl"];
/** The short run takes less than a minute on two cores. */
const LENGTHS = { full: { types: 6, tokens: 512, seconds: 20 }, short: { types: 3, tokens: 128, seconds: 0 } };

/** The sample model's steps with each type of the copies for the backward pass. */
export const bench: Bench = {
  about:
    "training the sample model: tokens/s by type of its weights' copies and by threads, and the share of the fastest product",
  async run({ full, report, signal, note }) {
    const model = requireSampleModel();
    const { types, tokens, seconds } = full ? LENGTHS.full : LENGTHS.short;
    const threads = availableParallelism() > 1 ? [1, 2] : [1];
    const peaks: number[] = [];
    for (const count of threads) {
      const products = await measureProducts({ threads: count }, signal);
      for (const { type, layout, flopsPerSecond } of products) {
        note(`${count} threads, ${type} (${layout}): ${(flopsPerSecond / 1e9).toFixed(0)} GFLOP/s`);
      }
      peaks.push(Math.max(...products.map(({ flopsPerSecond }) => flopsPerSecond)));
    }
    for (const backwardType of TYPES.slice(0, types)) {
      if (signal.aborted) return;
      const { speeds } = await measureSteps({ model, threads, tokens, seconds, settings: { backwardType } }, signal);
      speeds.forEach(({ tokensPerSecond, flopsPerSecond }, at) => {
        const metric = `${backwardType}Threads${threads[at] ?? 0}`;
        report({ metric, value: tokensPerSecond, unit: "tokens/s" });
        const share = flopsPerSecond / (peaks[at] ?? NaN);
        report({ metric: `${metric}Share`, value: share, unit: "ratio", reference: 1 });
      });
    }
  },
};
