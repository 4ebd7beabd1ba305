import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { writeGguf } from "#main/lib/gguf/write.ts";
import type { Bench } from "./lib/bench.ts";
import { randomModel, type Size, SIZES } from "./train/random-model.ts";
import { measureSteps } from "./train/steps.ts";

const LENGTHS = { short: [256, 1_024], full: [256, 512, 1_024, 2_048, 4_096] };
/** Which the lengths are tried with. */
const MIDDLE = "110M";
const TOKENS = 512;

/** How speed and memory of a training grow with the longest text and with the model; models have random weights in Q8_0. */
export const bench: Bench = {
  about:
    "training: tokens/s and memory by length of the text, with and without checkpointing, and by size of the model",
  async run({ full, folder, report, signal, note }) {
    const threads = availableParallelism();
    const seconds = full ? 10 : 2;
    const sizes = full ? SIZES : SIZES.slice(0, 2);
    for (const size of sizes) {
      if (signal.aborted) return;
      const model = join(folder, `${size.name}.gguf`);
      await writeGguf(model, randomModel(size, "Q8_0"));
      const tryWith = async (metric: string, tokens: number, isCheckpointing: boolean): Promise<void> => {
        const request = { model, threads: [threads], tokens, seconds, settings: { isCheckpointing } };
        const { speeds, peakBytes } = await measureSteps(request, signal);
        report({ metric: `${metric}Speed`, value: speeds[0]?.tokensPerSecond ?? NaN, unit: "tokens/s" });
        report({ metric: `${metric}Memory`, value: peakBytes / 1e6, unit: "MB" });
      };
      note(describe(size));
      await tryWith(`size${size.name}`, TOKENS, false);
      if (size.name === MIDDLE) {
        for (const tokens of full ? LENGTHS.full : LENGTHS.short) {
          await tryWith(`length${tokens}`, tokens, false);
          await tryWith(`length${tokens}Checkpointing`, tokens, true);
        }
      }
      rmSync(model);
    }
  },
};

function describe({ name, dimensions, layers, feedForward }: Size): string {
  return `${name}: ${layers} layers of ${dimensions} and ${feedForward}`;
}
