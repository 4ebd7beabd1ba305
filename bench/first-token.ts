import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppClient } from "./lib/app-process.ts";
import { startApp } from "./lib/app-process.ts";
import { type BareLoop, startBareLoop } from "./lib/bare-loop.ts";
import type { Bench } from "./lib/bench.ts";
import { loadOptions, sampling } from "./lib/engine.ts";
import { newTexts, tokenized } from "./lib/new-texts.ts";
import { requireSampleModel } from "./lib/sample-model.ts";
import { median } from "./lib/statistics.ts";

/** Of each text; the answer itself does not matter. */
const WRITTEN = 4;
const UNCOUNTED_ROUNDS = 3;
/** Before either: a processor that has just worked is faster than one that has rested. */
const REST_MS = 1_000;

/** A page's message to its first words, through the whole app, against reading the same tokens and drawing one. */
export const bench: Bench = {
  about: "a page's message to its first words in the running app, beyond what a bare loop over llama.cpp takes",
  async run({ full, folder, report, note, signal }) {
    const model = requireSampleModel();
    const rounds = UNCOUNTED_ROUNDS + (full ? 40 : 13);
    const texts = newTexts(rounds);
    const prompts = await tokenized(model, texts);
    const bare = await startBareLoop(model, 8_192, loadOptions.parallelChats);
    const app = await startApp(join(folder, "data"));
    try {
      const { id: modelId } = await app.client.models.addFile({ path: model });
      const ours: number[] = [];
      const added: number[] = [];
      const theirs: number[] = [];
      const inEngine: number[] = [];
      for (const [round, text] of texts.entries()) {
        if (signal.aborted) break;
        const prompt = prompts[round] ?? [];
        await sleep(REST_MS);
        const reference = await bareFirstToken(bare, prompt);
        await sleep(REST_MS);
        const { firstMs, engineMs, promptTokens } = await firstWords(app.client, modelId, text);
        if (promptTokens !== prompt.length)
          throw new Error(`The app read ${String(promptTokens)} tokens, not ${String(prompt.length)}`);
        if (round < UNCOUNTED_ROUNDS) continue;
        ours.push(firstMs);
        theirs.push(reference);
        added.push(firstMs - reference);
        inEngine.push(engineMs - reference);
        const times = [firstMs, engineMs, reference].map((ms) => ms.toFixed(1));
        note(
          `${String(prompt.length)} tokens: app ${times[0] ?? ""} ms, its engine ${times[1] ?? ""}, bare ${times[2] ?? ""}`,
        );
      }
      report({ metric: "appMs", value: median(ours), unit: "ms", reference: median(theirs) });
      report({ metric: "addedInEngineMs", value: median(inEngine), unit: "ms" });
      report({ metric: "addedMs", value: median(added), unit: "ms", goal: { op: "<=", value: 10 } });
    } finally {
      await app.quit();
      bare.stop();
    }
  },
};

/** With all threads, which reading is fastest with on a machine that does nothing else. */
async function bareFirstToken(bare: BareLoop, prompt: number[]): Promise<number> {
  const threads = availableParallelism();
  return (await bare.run({ prompt, tokens: 1, threads, seed: 1, from: 0 })).firstTokenMs;
}

/** From the sending of a message in a new chat until a page hears the first words of the answer. */
async function firstWords(
  client: AppClient,
  modelId: string,
  text: string,
): Promise<{ firstMs: number; engineMs: number; promptTokens: number }> {
  const { id: chatId } = await client.chat.create({ mode: "text", modelId });
  await client.chat.configure({ chatId, sampling: { ...sampling, seed: 1, maxTokens: WRITTEN } });
  const leaving = new AbortController();
  const events = await client.chat.watch({ chatId }, { signal: leaving.signal });
  const startMs = performance.now();
  const sent = client.chat.send({ chatId, parentId: null, text });
  let firstMs: number | null = null;
  for await (const event of events) {
    if (event.type === "delta" && event.text !== "") firstMs ??= performance.now() - startMs;
    if (event.type !== "message" || event.message.role !== "assistant" || event.message.status === "writing") continue;
    const { status, generation } = event.message;
    leaving.abort();
    await sent;
    if (firstMs === null || !generation) throw new Error(`No words came: ${status}`);
    return { firstMs, engineMs: generation.firstTokenMs ?? Number.NaN, promptTokens: generation.promptTokens };
  }
  throw new Error("The connection broke before any words came");
}
