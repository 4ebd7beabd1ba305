import { availableParallelism } from "node:os";
import { join } from "node:path";
import { medianOf } from "#main/engine/median.ts";
import type { StartedEngine } from "#main/engine/start.ts";
import type { Bench } from "./lib/bench.ts";
import { startBenchEngine, write } from "./lib/engine.ts";
import { requireSampleModel } from "./lib/sample-model.ts";

/** With the template around it, a little over 4,096 tokens. */
const LOG = `The log of the lighthouse. ${"On this day a ship passed the cape, and the keeper wrote down its name. ".repeat(240)}`;
const QUESTIONS = ["Who wrote it?", "When was that?", "Where does he live?"];
const AFTER_RESTART = "And what does he see?";
const WRITTEN = 24;

/** A conversation over a long text: its first message, the next ones, and one more after the engine was started anew. */
export const bench: Bench = {
  about: "first token of a conversation of 4,096 tokens: never read, read before, and after a restart",
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
      const turns: { id: string; role: "user" | "assistant"; text: string }[] = [];
      const say = (role: "user" | "assistant", text: string) => turns.push({ id: String(turns.length), role, text });
      const ask = async (engine: StartedEngine, question: string, into: number[]) => {
        say("user", question);
        const prompt = { kind: "chat" as const, systemPrompt: "", turns: [...turns] };
        const done = await write(engine.client, prompt, { key: "prefix", tokens: WRITTEN, seed: round });
        note(`${String(done.promptTokens)} tokens, ${String(done.reusedTokens)} seen: ${String(done.firstTokenMs)} ms`);
        into.push(done.firstTokenMs ?? Number.NaN);
        say("assistant", done.text);
      };
      const first = await start();
      // Another for each round, from its first word on.
      await ask(first, `${String(round + 1)}. ${LOG}`, cold);
      for (const question of QUESTIONS) await ask(first, question, seen);
      await first.client.shutDown(20_000);
      const second = await start();
      await ask(second, AFTER_RESTART, restarted);
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
