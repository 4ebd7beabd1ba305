import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineAdapter } from "#main/engine/contract.ts";
import type { StartedEngine } from "#main/engine/start.ts";
import { randomAdapter } from "#main/lib/gguf/random-adapter.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import type { Bench } from "./lib/bench.ts";
import { sampling, startBenchEngine } from "./lib/engine.ts";
import { requireSampleModel } from "./lib/sample-model.ts";
import { median } from "./lib/statistics.ts";

const QUESTION = "Who keeps the light?";
/** Before either: a processor that has just worked is faster than one that has rested. */
const REST_MS = 300;

/** The same question to the same model: with the adapter at another strength, and from a model that is loaded again. */
export const bench: Bench = {
  about: "first token after an adapter was made stronger, against loading the model again (short prompt)",
  async run({ full, folder, report, note, signal }) {
    const model = requireSampleModel();
    const path = join(folder, "voice.gguf");
    await writeGguf(path, randomAdapter(await readGgufHeader(model), { rank: 16 }));
    const moved: number[] = [];
    const again: number[] = [];

    const engine = await start(model);
    await firstToken(engine, [{ path, scale: 1 }]);
    for (let step = 0; step < (full ? 60 : 20) && !signal.aborted; step += 1) {
      await sleep(REST_MS);
      const ms = await firstToken(engine, [{ path, scale: 0.05 + step / 40 }]);
      moved.push(ms);
      note(`moved: ${ms.toFixed(1)} ms`);
    }
    await engine.client.shutDown(20_000);

    for (let round = 0; round < (full ? 15 : 6) && !signal.aborted; round += 1) {
      await sleep(REST_MS);
      const startMs = performance.now();
      const fresh = await start(model);
      await firstToken(fresh, [{ path, scale: 1 }]);
      again.push(performance.now() - startMs);
      note(`loaded again: ${again.at(-1)?.toFixed(1) ?? ""} ms`);
      await fresh.client.shutDown(20_000);
    }
    report({ metric: "movedMs", value: median(moved), unit: "ms", reference: median(again) });
    const ratio = median(moved) / median(again);
    report({ metric: "ratio", value: ratio, unit: "ratio", reference: 1, goal: { op: "<=", value: 0.1 } });
  },
};

function start(model: string): Promise<StartedEngine> {
  return startBenchEngine(model, { threads: "auto", maxThreads: availableParallelism() });
}

/** From the message to its first words, all that the change of adapters takes with it. */
async function firstToken({ client }: StartedEngine, adapters: EngineAdapter[]): Promise<number> {
  const turns = [{ id: "question", role: "user" as const, text: QUESTION }];
  const prompt = { kind: "chat" as const, systemPrompt: "", turns };
  const input = { conversationKey: "chat", prompt, adapters, sampling: { ...sampling, maxTokens: 4 }, seed: 1 };
  const startMs = performance.now();
  let firstMs: number | null = null;
  for await (const event of client.generate(input, new AbortController().signal)) {
    if (event.type === "text") firstMs ??= performance.now() - startMs;
  }
  if (firstMs === null) throw new Error("The answer has no words");
  return firstMs;
}
