import { availableParallelism } from "node:os";
import { join } from "node:path";
import { medianOf } from "#main/engine/median.ts";
import type { StartedEngine } from "#main/engine/start.ts";
import type { Bench } from "./lib/bench.ts";
import { startBenchEngine, write } from "./lib/engine.ts";
import { requireSampleModel } from "./lib/sample-model.ts";

/** About 4,096 tokens. */
const PREFIX = `The log of the lighthouse. ${"On this day a ship passed the cape, and the keeper wrote down its name. ".repeat(227)}`;
const QUESTIONS = ["Who?", "When?", "Where?"];
const WRITTEN = 8;

/** First token with a long prefix: never seen, seen just now, and going on with it after the engine was restarted. */
export const bench: Bench = {
  about: "first token after a prefix of 4,096 tokens, seen before or not",
  async run({ full, folder, report, note, signal }) {
    const path = requireSampleModel();
    const kvFolder = join(folder, "kv-states");
    const cold: number[] = [];
    const seen: number[] = [];
    const restarted: number[] = [];

    async function start(): Promise<StartedEngine> {
      const engine = await startBenchEngine(path, { threads: "auto", maxThreads: availableParallelism(), kvFolder });
      // "Cold" is the prefix, not the model: its weights are read from disk by the first call.
      await write(engine.client, "Hello", { key: "warm-up", tokens: 4, seed: 0 });
      return engine;
    }

    for (let round = 0; round < (full ? 5 : 1) && !signal.aborted; round += 1) {
      const ask = async (engine: StartedEngine, text: string, into: number[] | null) => {
        const done = await write(engine.client, text, { key: `prefix ${String(round)}`, tokens: WRITTEN, seed: round });
        note(`${String(done.promptTokens)} tokens, ${String(done.reusedTokens)} seen: ${String(done.firstTokenMs)} ms`);
        into?.push(done.firstTokenMs ?? Number.NaN);
        return done.text;
      };
      const first = await start();
      await ask(first, PREFIX, cold);
      for (const question of QUESTIONS) await ask(first, `${PREFIX}${question}`, seen);
      const answer = await ask(first, `${PREFIX}Why?`, null);
      await first.client.shutDown(20_000);
      const second = await start();
      await ask(second, `${PREFIX}Why?${answer} And then?`, restarted);
      second.kill();
    }
    const coldMs = medianOf(cold);
    const toCold = (metric: string, times: readonly number[], most: number) => {
      report({ metric: `${metric}Ms`, value: medianOf(times), unit: "ms", reference: coldMs });
      report({ metric, value: medianOf(times) / coldMs, unit: "ratio", reference: 1, goal: { op: "<=", value: most } });
    };
    toCold("ratio", seen, 0.01);
    toCold("ratioAfterRestart", restarted, 0.02);
  },
};
