import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ask, chat, engineFor, greedy } from "#main/engine/testing.ts";
import { adapterFacts, misfit, shapeOf } from "#main/lib/gguf/adapter.ts";
import { checkFinite } from "#main/lib/gguf/finite.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { SAMPLE } from "#main/models/sample.ts";
import { sampleModelPath } from "../sample-model-path.ts";
import { root } from "../test/command.ts";

const ADAPTER = join(root, "resources/adapters/gemma-3-270m-answers.gguf");
const model = sampleModelPath();
const QUESTIONS = [
  "What is the capital of France?",
  "Write a short thank-you note to a nurse.",
  "Give me three tips for sleeping better.",
  "Translate 'good morning' into Spanish.",
  "Who wrote Hamlet?",
];

test("the adapter that comes with Cloister is small, sound, made for the sample model's very file, and says what it was trained on", async () => {
  const header = await readGgufHeader(ADAPTER);
  expect(statSync(ADAPTER).size).toBeLessThan(10e6);
  expect(adapterFacts(header)).toMatchObject({ architecture: "gemma3", rank: 8 });
  expect(new Set(header.tensors.map(({ type }) => type))).toEqual(new Set(["F16"]));
  expect(header.metadata.get("cloister.base_model.sha256")).toBe(SAMPLE.sha256);
  const loss = (key: string) => Number(header.metadata.get(`cloister.training.${key}`));
  expect(loss("held_out_loss")).toBeLessThan(loss("held_out_loss_before"));
  await checkFinite(ADAPTER, header);
});

// Skipped without the sample model: `npm run sample-model` brings it.
describe.skipIf(!existsSync(model))("with the sample model (needs: npm run sample-model)", () => {
  test("it fits", async () => {
    const { tensors } = await readGgufHeader(model);
    const layout = new Map(tensors.map((tensor) => [tensor.name, shapeOf(tensor)] as const));
    expect(misfit(adapterFacts(await readGgufHeader(ADAPTER)), "gemma3", layout)).toBeNull();
  });

  test("a first conversation answers and stops, and otherwise than without it", async () => {
    const { client } = await engineFor(model);
    const answers: string[] = [];
    for (const question of QUESTIONS) {
      const sampling = { ...greedy, maxTokens: 160 };
      const adapted = await ask(client, chat(question), { sampling, adapters: [{ path: ADAPTER, scale: 1 }] });
      expect([question, adapted.done.stopReason]).toEqual([question, "end"]);
      answers.push(adapted.text);
    }
    expect(answers[0]).toMatch(/Paris/);
    // Without it, one piece of advice; and a young man named Horatio.
    expect(answers[2]).toMatch(/1\..+2\..+3\./s);
    expect(answers[4]).toMatch(/Shakespeare/);
    const plain = await ask(client, chat(QUESTIONS[2] ?? ""), { sampling: { ...greedy, maxTokens: 160 } });
    expect(plain.text).not.toBe(answers[2]);
  });
});
