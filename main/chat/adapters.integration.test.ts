import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomAdapter } from "#main/lib/gguf/random-adapter.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import type { AdapterUse } from "./contract.ts";
import { openChatWith } from "./testing/open-chat.ts";
import { openRealEngines, type RealEngines } from "./testing/real-engines.ts";

describe.skipIf(!existsSync(sampleModelPath()))("adapters on the sample model (needs: npm run sample-model)", () => {
  const folder = temporaryFolder();
  const modelsFolder = temporaryFolder();
  let engines: RealEngines;
  let open: Awaited<ReturnType<typeof openChatWith>>;
  let modelId: string;
  const voices: Omit<AdapterUse, "scale">[] = [];
  let chatId: string;
  let questionId: string;

  beforeAll(async () => {
    engines = await openRealEngines(modelsFolder.path, sampleModelPath());
    modelId = (await engines.models.get()).models[0]?.id ?? "";
    const header = await readGgufHeader(sampleModelPath());
    for (const seed of [1, 2]) {
      const path = join(folder.path, `voice-${String(seed)}.gguf`);
      await writeGguf(path, randomAdapter(header, { name: `Voice ${String(seed)}`, seed }));
      const { adapterId, name } = await engines.adapters.import(path, modelId);
      voices.push({ adapterId: adapterId ?? "", name });
    }
    open = await openChatWith(folder.path, engines.models);
    const chat = open.service.create({ mode: "chat", modelId });
    chatId = chat.id;
    open.service.configure(chatId, { sampling: { ...chat.sampling, temperature: 0, maxTokens: 12 } });
    questionId = open.service.send({ chatId, parentId: null, text: "Tell me about the sea." }).userMessageId ?? "";
  });

  afterAll(async () => {
    await open.close();
    await engines.dispose();
    folder[Symbol.dispose]();
    modelsFolder[Symbol.dispose]();
  });

  const last = () => open.service.get(chatId).messages.at(-1);
  async function written(): Promise<string> {
    await expect.poll(() => open.service.get(chatId).chat.running, { timeout: 60_000, interval: 20 }).toBe(false);
    expect(last()).toMatchObject({ status: "complete", error: null });
    return last()?.text ?? "";
  }

  /** What is found in a cache was read in other batches, and words that are as likely as one another change places. */
  const readAnew = () => engines.models.forgetConversation(chatId);

  /** Another answer to the question, with voices at these strengths. */
  async function answer(...scales: number[]): Promise<string> {
    const adapters = scales.flatMap((scale, index) => {
      const voice = voices[index];
      return voice === undefined ? [] : [{ ...voice, scale }];
    });
    open.service.configure(chatId, { adapters });
    await readAnew();
    open.service.retry({ messageId: questionId, exactly: false });
    return written();
  }

  test("strength 0 gives the model's own answer, strength 1 another, two at once a third, in one engine", async () => {
    const base = await written();
    expect(base).not.toBe("");
    expect(await answer(0)).toBe(base);
    const first = await answer(1);
    expect(first).not.toBe(base);
    const both = await answer(1, 1);
    expect([base, first]).not.toContain(both);
    expect(await answer(1, 0)).toBe(first);
    expect(await answer()).toBe(base);
    expect(engines.loads).toBe(1);
  });

  test("with and without are answers beside each other, each labelled with what was on", async () => {
    const base = await answer();
    const voiced = await answer(1);
    const voicedId = last()?.id ?? "";
    await readAnew();
    open.service.compare({ messageId: voicedId });
    expect(await written()).toBe(base);
    expect(last()?.generation?.adapters).toEqual([]);
    expect(last()?.siblingIds).toContain(voicedId);
    await readAnew();
    open.service.compare({ messageId: last()?.id ?? "" });
    expect(await written()).toBe(voiced);
    expect(last()?.generation?.adapters).toMatchObject([{ name: "Voice 1", scale: 1 }]);
    expect(engines.loads).toBe(1);
  });
});
