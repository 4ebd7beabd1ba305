import { availableParallelism } from "node:os";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type AppClient, startApp } from "./lib/app-process.ts";
import { startBareLoop } from "./lib/bare-loop.ts";
import type { Bench } from "./lib/bench.ts";
import { loadOptions, sampling } from "./lib/engine.ts";
import { newTexts, tokenized } from "./lib/new-texts.ts";
import { requireSampleModel } from "./lib/sample-model.ts";
import { median } from "./lib/statistics.ts";

/** Before each: what a person takes at least to read an answer and choose another model. */
const PAUSE_MS = 5_000;
const CONTEXT_TOKENS = 8_192;

/** A chat that goes on with another model, until its first words, against a process that does nothing but load and draw one token. */
export const bench: Bench = {
  about: "switching a chat to another model in the page cache until its first words, against a bare llama.cpp process",
  async run({ full, folder, report, note, signal }) {
    const first = requireSampleModel();
    const second = join(folder, "second.gguf");
    copyFileSync(first, second);
    const rounds = full ? 12 : 4;
    const texts = newTexts(rounds + 1);
    const prompts = await tokenized(first, texts);
    const app = await startApp(join(folder, "data"));
    try {
      const ids: string[] = [];
      for (const path of [first, second]) ids.push((await app.client.models.addFile({ path })).id);
      const { id: chatId } = await app.client.chat.create({ mode: "text", modelId: ids[0] ?? null });
      await app.client.chat.configure({ chatId, sampling: { ...sampling, seed: 1, maxTokens: 1 } });
      const ours: number[] = [];
      const theirs: number[] = [];
      for (const [round, text] of texts.entries()) {
        if (signal.aborted) break;
        const modelId = ids[round % 2] ?? "";
        const other = ids[(round + 1) % 2] ?? "";
        await sleep(PAUSE_MS);
        const switchedMs = await firstWords(app.client, chatId, modelId, text);
        await app.client.models.unload({ modelId: other });
        const bareMs = await bareFirstToken(round % 2 === 0 ? first : second, prompts[round] ?? []);
        // The first finds nothing prepared.
        if (round > 0) {
          ours.push(switchedMs);
          theirs.push(bareMs);
        }
        note(`${round === 0 ? "first load" : "switch"}: ${switchedMs.toFixed(0)} ms, bare ${bareMs.toFixed(0)} ms`);
      }
      report({ metric: "ms", value: median(ours), unit: "ms", reference: median(theirs) });
      const ratio = median(ours.map((ms, index) => ms / (theirs[index] ?? Number.NaN)));
      report({ metric: "ratio", value: ratio, unit: "ratio", reference: 1, goal: { op: "<=", value: 1.2 } });
    } finally {
      await app.quit();
    }
  },
};

/** From the starting of the process. */
async function bareFirstToken(model: string, prompt: number[]): Promise<number> {
  const startMs = performance.now();
  const bare = await startBareLoop(model, CONTEXT_TOKENS, loadOptions.parallelChats);
  try {
    await bare.run({ prompt, tokens: 1, threads: availableParallelism(), seed: 1, from: 0 });
    return performance.now() - startMs;
  } finally {
    bare.stop();
  }
}

/** The chat takes another model and is asked something that it has not read yet, from the choice until a page hears the first words. */
async function firstWords(client: AppClient, chatId: string, modelId: string, text: string): Promise<number> {
  const leaving = new AbortController();
  const events = await client.chat.watch({ chatId }, { signal: leaving.signal });
  const startMs = performance.now();
  await client.chat.configure({ chatId, modelId });
  const sent = client.chat.send({ chatId, parentId: null, text });
  let firstMs: number | null = null;
  for await (const event of events) {
    if (event.type === "delta" && event.text !== "") firstMs ??= performance.now() - startMs;
    if (event.type === "run-ended") {
      leaving.abort();
      await sent;
      if (firstMs === null) throw new Error("No words came");
      return firstMs;
    }
  }
  throw new Error("The connection broke before any words came");
}
