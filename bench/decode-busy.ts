import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { medianOf } from "#main/engine/median.ts";
import type { Bench } from "./lib/bench.ts";
import { startBenchEngine, write } from "./lib/engine.ts";
import { requireSampleModel } from "./lib/sample-model.ts";

const TEXT = "The history of the city begins in the ninth century, when a small group of";
/** Too many threads can be a hundred times slower: what came in so long is enough to know. */
const LONGEST_MS = 4_000;
const TOKENS = 64;

/** The governor against every fixed thread count, in turn, while another program keeps one core busy. */
export const bench: Bench = {
  about: "speed with one core kept busy against the best fixed thread count",
  async run({ full, report, note, signal }) {
    const path = requireSampleModel();
    const maxThreads = Math.min(4, availableParallelism());
    const rounds = full ? 9 : 3;
    const choices: (number | "auto")[] = ["auto", ...Array.from({ length: maxThreads }, (_, index) => index + 1)];
    const engines = await Promise.all(choices.map((threads) => startBenchEngine(path, { threads, maxThreads })));
    const busy = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
    try {
      // The engine looks at the machine once a second.
      await sleep(2_500);
      const speeds = choices.map((): number[] => []);
      for (let round = 0; round < rounds && !signal.aborted; round += 1) {
        for (const [index, engine] of engines.entries()) {
          const limit = AbortSignal.timeout(LONGEST_MS);
          const options = { key: "busy", tokens: TOKENS, seed: round, signal: limit };
          speeds[index]?.push((await write(engine.client, TEXT, options)).tokensPerSecond ?? 0);
        }
        note(JSON.stringify(Object.fromEntries(choices.map((choice, index) => [choice, speeds[index]?.at(-1)]))));
      }
      const [governed = 0, ...fixed] = speeds.map(medianOf);
      const best = Math.max(...fixed);
      for (const [index, speed] of fixed.entries()) {
        report({ metric: `speed${String(index + 1)}Threads`, value: speed, unit: "tokens/s" });
      }
      report({ metric: "speedGoverned", value: governed, unit: "tokens/s", reference: best });
      report({ metric: "ratio", value: governed / best, unit: "ratio", reference: 1, goal: { op: ">=", value: 0.8 } });
    } finally {
      busy.kill("SIGKILL");
      for (const engine of engines) engine.kill();
    }
  },
};
