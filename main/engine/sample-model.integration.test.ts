import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import type { GenerateInput } from "./contract.ts";
import { ask, chat, engineFor, greedy, lively, temporaryFolder, text } from "./testing.ts";

const path = sampleModelPath();
/** Data that developers keep beside the project; a clone without it goes without this test. */
const EMBEDDER =
  process.env["CLOISTER_EMBEDDING_MODEL"] ??
  fileURLToPath(new URL("../../../shared/models/all-MiniLM-L6-v2-q8_0.gguf", import.meta.url));
const STORY = "Once upon a time, in a small town by the sea, there lived a keeper of the lighthouse who";

// Skipped without the sample model: `npm run sample-model` brings it.
describe.skipIf(!existsSync(path))("an engine with the sample model (needs: npm run sample-model)", () => {
  it("knows the capital of France, without a template", async () => {
    const { client, loaded } = await engineFor(path);
    expect(loaded).toMatchObject({ hasChatTemplate: false, templateName: "plain", trainedContextTokens: 32_768 });
    const { text, done } = await ask(client, chat("What is the capital of France?"));
    expect(text).toMatch(/Paris/);
    expect(text).not.toMatch(/User:|\n\n/);
    expect(done.stopReason).toBe("end");
  });

  it("writes the same text again: at a temperature, over turns, after other texts, a restart, and with other threads", async () => {
    const kvFolder = temporaryFolder();
    const sampling = { ...lively, maxTokens: 48 };
    const first = await engineFor(path, { kvFolder, load: { threads: 1 } });
    const prompts: GenerateInput["prompt"][] = [];
    const answers: { text: string; evaluation: string | undefined }[] = [];
    const turns = ["Tell me about the sea."];
    for (const next of ["Why is that?", "And then?", ""]) {
      const prompt = chat(...turns);
      const { text, done } = await ask(first.client, prompt, { sampling, seed: 42 });
      prompts.push(prompt);
      answers.push({ text, evaluation: done.evaluation });
      turns.push(text, next);
    }
    const exactly = async (client: typeof first.client, key: string) => {
      for (const [index, prompt] of prompts.entries()) {
        const { text, evaluation } = answers[index] ?? { text: "", evaluation: "" };
        const again = await ask(client, prompt, { conversationKey: key, sampling, seed: 42, evaluation });
        expect(again.text).toBe(text);
      }
    };
    await exactly(first.client, "chat");
    await exactly(first.client, "a chat that has read nothing of it");
    await first.client.shutDown(10_000);
    const second = await engineFor(path, { kvFolder, load: { threads: 2 }, maxThreads: 2 });
    await exactly(second.client, "chat");
  });

  it("goes on with a long text without reading it again, also after a restart", async () => {
    const kvFolder = temporaryFolder();
    const long = `${STORY} ${"kept a log of every ship that passed. ".repeat(80)}`;
    const sampling = { ...lively, maxTokens: 24 };
    const first = await engineFor(path, { kvFolder, load: { threads: 1 } });
    const cold = await ask(first.client, text(long), { sampling });
    expect(cold.done.promptTokens).toBeGreaterThan(600);
    const warm = await ask(first.client, text(long), { sampling });
    expect(warm.done.promptTokens - warm.done.reusedTokens).toBe(1);
    await first.client.shutDown(20_000);

    const again = await engineFor(path, { kvFolder, load: { threads: 1 } });
    const another = await ask(again.client, text(long), { sampling, seed: 2 });
    expect(another.done.promptTokens - another.done.reusedTokens).toBe(1);
    again.kill();

    const second = await engineFor(path, { kvFolder, load: { threads: 1 } });
    const next = `${long}${warm.text} The next day`;
    const after = await ask(second.client, text(next), { sampling });
    expect(after.done.promptTokens - after.done.reusedTokens).toBeLessThan(20);
    // What a saved state of this model cannot go back to (its window slides) is read again, and rightly.
    const exactly = await ask(second.client, text(long), { sampling, evaluation: cold.done.evaluation });
    expect(exactly.text).toBe(cold.text);
  });

  it("puts characters together that take several tokens", async () => {
    const { client } = await engineFor(path);
    const emoji = "🦜🌊🦜🌊🦜🌊🦜🌊🦜🌊🦜🌊";
    const answer = await ask(client, text(emoji), { sampling: { ...greedy, maxTokens: 12 } });
    expect(answer.text).not.toContain("\uFFFD");
    expect(answer.text.length).toBeGreaterThan(0);
  });
});

// Needs an embedding model: name its file in CLOISTER_EMBEDDING_MODEL.
describe.skipIf(!existsSync(EMBEDDER))(
  "an engine with an embedding model (needs: ../shared/models/all-MiniLM-L6-v2-q8_0.gguf)",
  () => {
    it("puts texts of one meaning near each other", async () => {
      const { client } = await engineFor(EMBEDDER);
      const { vectors, tokens } = await client.embed([
        "A cat sleeps on the sofa.",
        "A kitten naps on the couch.",
        "Tax law reform",
      ]);
      const [cat = [], kitten = [], tax = []] = vectors;
      const dot = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
      expect(dot(cat, cat)).toBeCloseTo(1, 5);
      expect(dot(cat, kitten)).toBeGreaterThan(dot(cat, tax) + 0.3);
      expect(tokens).toBeGreaterThan(10);
    });
  },
);
