import { existsSync } from "node:fs";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import type { Bench } from "./lib/bench.ts";
import type { Loss } from "./lib/kill.ts";
import { killAppWhileWriting } from "./lib/kill-app.ts";
import { killWhileStreaming } from "./lib/kill-streaming.ts";
import { killWriter } from "./lib/kill-writer.ts";
import { createRandom } from "./lib/random.ts";

/** Kills of each sort; a round of streaming kills twice, the engine and the app. */
const SHORT = { store: 5, app: 11, streaming: 2 };
const FULL = { store: 50, app: 90, streaming: 30 };

export const bench: Bench = {
  about: "words lost and databases that do not open after SIGKILL at random moments of writing and streaming",
  async run(context) {
    const rounds = context.full ? FULL : SHORT;
    const seed = context.full ? Date.now() % 2 ** 32 : 1;
    context.note(`seed ${seed}`);
    const random = createRandom(seed);
    const total = { kills: 0, lost: 0, unopened: 0 };
    const add = (found: Loss) => {
      total.kills += 1;
      total.lost += found.lost;
      total.unopened += found.unopened;
    };
    const began = performance.now();
    const seconds = () => `${Math.round((performance.now() - began) / 1_000)} s`;
    for (let round = 0; round < rounds.store && !context.signal.aborted; round++)
      add(await killWriter(context, random));
    context.note(`store: ${total.kills} kills, ${seconds()}`);
    await killAppWhileWriting(context, rounds.app, random, add);
    context.note(`app: ${total.kills} kills, ${seconds()}`);
    const model = sampleModelPath();
    if (existsSync(model)) await killWhileStreaming(context, model, rounds.streaming, random, add);
    else context.note(`Nothing was killed while streaming: no sample model at ${model}. Run: npm run sample-model`);
    context.note(`all: ${total.kills} kills, ${seconds()}`);
    context.report({ metric: "lost", value: total.lost, unit: "words", goal: { op: "=", value: 0 } });
    context.report({ metric: "unopened", value: total.unopened, unit: "databases", goal: { op: "=", value: 0 } });
    context.report({ metric: "kills", value: total.kills, unit: "count" });
  },
};
