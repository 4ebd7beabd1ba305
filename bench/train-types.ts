import { availableParallelism } from "node:os";
import type { TrainingSettings } from "#main/trainer/train-contract.ts";
import type { Bench } from "./lib/bench.ts";
import { requireSampleModel } from "./lib/sample-model.ts";
import { measureProducts, measureSteps } from "./train/steps.ts";

const TYPES: readonly TrainingSettings["backwardType"][] = ["auto", "f32", "f16", "bf16", "q8_0", "iq4_nl"];
const TOKENS = 512;

/** The sample model's steps with each type of the copies for the backward pass. */
export const bench: Bench = {
  about:
    "training the sample model: tokens/s by type of its weights' copies and by threads, and the share of the fastest product",
  async run({ full, report, signal, note }) {
    const model = requireSampleModel();
    for (const threads of availableParallelism() > 1 ? [1, 2] : [1]) {
      const products = await measureProducts({ threads }, signal);
      for (const { type, layout, flopsPerSecond } of products) {
        note(`${threads} threads, ${type} (${layout}): ${(flopsPerSecond / 1e9).toFixed(0)} GFLOP/s`);
      }
      const peak = Math.max(...products.map(({ flopsPerSecond }) => flopsPerSecond));
      for (const backwardType of full ? TYPES : TYPES.slice(0, 4)) {
        if (signal.aborted) return;
        const request = { model, threads, tokens: TOKENS, seconds: full ? 20 : 2, settings: { backwardType } };
        const { tokensPerSecond, flopsPerSecond } = await measureSteps(request, signal);
        report({ metric: `${backwardType}Threads${threads}`, value: tokensPerSecond, unit: "tokens/s" });
        report({
          metric: `${backwardType}Threads${threads}Share`,
          value: flopsPerSecond / peak,
          unit: "ratio",
          reference: 1,
        });
      }
    }
  },
};
