import { availableParallelism } from "node:os";
import { medianOf } from "#main/engine/median.ts";
import { startBareLoop } from "./lib/bare-loop.ts";
import type { Bench } from "./lib/bench.ts";
import { loadOptions, startBenchEngine, write } from "./lib/engine.ts";
import { requireSampleModel } from "./lib/sample-model.ts";

const TEXT = "The history of the city begins in the ninth century, when a small group of";
const TOKENS = 96;

/** Both in turn, with the same threads, priority, sampling and prompt; the middle of the ratios of neighbours. */
export const bench: Bench = {
  about: "tokens a second of the engine against a bare loop over the same llama.cpp",
  async run({ full, report, note, signal }) {
    const path = requireSampleModel();
    const rounds = full ? 15 : 4;
    const bare = await startBareLoop(path, 8_192, loadOptions.parallelChats);
    const figures: { threads: number; ratio: number; ours: number; reference: number }[] = [];
    try {
      for (const threads of threadCounts()) {
        const engine = await startBenchEngine(path, { threads, maxThreads: threads });
        try {
          const prompt = [BEGINNING, ...(await engine.client.tokenize(TEXT, false))];
          const pairs: { ours: number; reference: number }[] = [];
          for (let seed = 0; seed < rounds && !signal.aborted; seed += 1) {
            const reference = await bare.run({ prompt, tokens: TOKENS, threads, seed, from: 0 });
            const ours = await write(engine.client, TEXT, { key: "decode", tokens: TOKENS, seed });
            pairs.push({ ours: ours.tokensPerSecond ?? 0, reference: reference.tokensPerSecond });
            note(`${String(threads)} threads: ${JSON.stringify(pairs.at(-1))}`);
          }
          figures.push({
            threads,
            ratio: medianOf(pairs.map((pair) => pair.ours / pair.reference)),
            ours: medianOf(pairs.map((pair) => pair.ours)),
            reference: medianOf(pairs.map((pair) => pair.reference)),
          });
        } finally {
          engine.kill();
        }
      }
    } finally {
      bare.stop();
    }
    for (const { threads, ratio, ours, reference } of figures) {
      report({ metric: `speed${String(threads)}Threads`, value: ours, unit: "tokens/s", reference });
      report({ metric: `ratio${String(threads)}Threads`, value: ratio, unit: "ratio" });
    }
    // The count that the machine is fastest with is the one that people see.
    const best = figures.toSorted((a, b) => b.reference - a.reference)[0];
    if (best)
      report({ metric: "ratio", value: best.ratio, unit: "ratio", reference: 1, goal: { op: ">=", value: 0.97 } });
  },
};

/** Gemma's first token. */
const BEGINNING = 2;

function threadCounts(): number[] {
  return [...new Set([1, Math.min(4, availableParallelism())])];
}
