import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { ask, chat, engineFor, greedy, lively, text, writeTinyModel } from "./testing.ts";

const SCRIPT = ["The", " answer", " is", " forty", "-", "two", "."] as const;
const LOOKUP = { kind: "lookup", tokens: 8 } as const;
const sample = sampleModelPath();
const ARTICLES =
  "Article 1. The tenant pays the rent on the third working day of each month.\n" +
  "Article 2. The deposit amounts to three months' rent and is kept apart.\n" +
  "Article 3. Either side may end the contract with three months' notice.\n";

describe("guessing ahead with a small model", () => {
  it("writes what it writes without, drawn at a temperature, however wrong the guesses", async () => {
    const path = await writeTinyModel();
    const { client } = await engineFor(path, { load: { threads: 1 } });
    const sampling = { ...lively, maxTokens: 40 };
    const plain = await ask(client, text("one two"), { sampling });
    expect(plain.done.drafted).toBeUndefined();
    for (const [name, file] of [
      ["itself", path],
      ["another", await writeTinyModel({ seed: 7 })],
    ] as const) {
      const drafting = { kind: "model", path: file, name, tokens: 4 } as const;
      const drafted = await ask(client, text("one two"), { sampling, drafting, conversationKey: name });
      expect(drafted.text).toBe(plain.text);
      expect(drafted.done.drafted?.tokens).toBeGreaterThan(20);
      expect(drafted.done.usedTokens).toBe(plain.done.usedTokens);
    }
  });

  it("ends where it would have ended, in the middle of a right guess", async () => {
    const path = await writeTinyModel({ says: SCRIPT });
    const { client } = await engineFor(path);
    const drafting = { kind: "model", path, name: "itself", tokens: 8 } as const;
    const whole = await ask(client, chat("?"), { drafting });
    expect(whole).toMatchObject({ text: "The answer is forty-two.", done: { stopReason: "end" } });
    expect(whole.done.drafted?.accepted).toBeGreaterThan(0);
    const cut = { ...greedy, stopSequences: ["forty-"] };
    const stopped = await ask(client, chat("?"), { drafting, sampling: cut, conversationKey: "b" });
    expect(stopped).toMatchObject({ text: "The answer is ", done: { stopReason: "stop-sequence" } });
    const short = await ask(client, chat("?"), {
      drafting,
      sampling: { ...greedy, maxTokens: 3 },
      conversationKey: "c",
    });
    expect(short).toMatchObject({ text: "The answer is", done: { generatedTokens: 3 } });
    // What was guessed and not given is not in the cache: the next turn goes on rightly.
    const next = await ask(client, chat("?", "The answer is"), { conversationKey: "c" });
    expect(next.text).toBe(" forty-two.");
  });

  it("ends at the end of its context", async () => {
    const path = await writeTinyModel({ contextTokens: 256 });
    const { client } = await engineFor(path, { load: { threads: 1 } });
    const sampling = { ...lively, maxTokens: null };
    const drafting = { kind: "model", path, name: "itself", tokens: 6 } as const;
    const long = "a bird and a tree ".repeat(12);
    const ends = new Map<string, number>();
    for (let seed = 1; seed <= 8; seed += 1) {
      const { done } = await ask(client, text(long), { sampling, drafting, seed });
      ends.set(done.stopReason, done.usedTokens);
    }
    expect(ends.get("context-full")).toBe(255);
  });

  it("refuses a draft model with other words, and goes on with the next answer", async () => {
    const { client } = await engineFor(await writeTinyModel({ says: SCRIPT }));
    const other = await writeTinyModel({ says: ["Quite", " other", " words"] });
    const drafting = { kind: "model", path: other, name: "Bea", tokens: 4 } as const;
    await expect(ask(client, chat("?"), { drafting })).rejects.toMatchObject({
      code: "DRAFT_MODEL_UNFIT",
      data: { draft: "Bea" },
    });
    expect((await ask(client, chat("?"))).text).toBe("The answer is forty-two.");
  });

  it("two answers at a time guess for themselves", async () => {
    const path = await writeTinyModel({ type: "F32" });
    const { client } = await engineFor(path, { load: { threads: 1 } });
    const sampling = { ...lively, maxTokens: 60 };
    const drafting = { kind: "model", path, name: "itself", tokens: 4 } as const;
    const alone = await ask(client, text("one two"), { sampling });
    const both = await Promise.all(
      ["a", "b"].map((key) => ask(client, text("one two"), { sampling, drafting, conversationKey: key })),
    );
    expect(both.map(({ text }) => text)).toEqual([alone.text, alone.text]);
  });
});

describe("a template of the user's", () => {
  const TEMPLATE =
    "{% for m in messages %}{{ m['role'] }} says: {{ m['content'] }}\n{% endfor %}" +
    "{% if add_generation_prompt %}assistant says:{% endif %}";

  it("takes the place of the model's own, for one answer and its measure", async () => {
    const { client } = await engineFor(await writeTinyModel());
    const { done } = await ask(client, chat("Hello"), { template: TEMPLATE, sampling: { ...greedy, maxTokens: 1 } });
    expect((await client.measure(chat("Hello"), [], TEMPLATE)).usedTokens).toBe(done.promptTokens);
    const usual = await ask(client, chat("Hello"), { sampling: { ...greedy, maxTokens: 1 } });
    expect(usual.done.promptTokens).not.toBe(done.promptTokens);
  });

  it("says what is wrong with it", async () => {
    const { client } = await engineFor(await writeTinyModel());
    for (const template of ["{% for m in messages %}", "{{ messages[0].nothing.at_all() }}"]) {
      await expect(ask(client, chat("Hello"), { template })).rejects.toMatchObject({ code: "TEMPLATE_UNUSABLE" });
    }
    expect((await ask(client, chat("Hello"), { sampling: { ...greedy, maxTokens: 1 } })).done.generatedTokens).toBe(1);
  });
});

// Skipped without the sample model: `npm run sample-model` brings it.
describe.skipIf(!existsSync(sample))("guessing ahead with the sample model (needs: npm run sample-model)", () => {
  it("quotes the same as without, and the answer can be run again exactly", async () => {
    const { client } = await engineFor(sample, { load: { threads: 1 } });
    const prompt = text(`${ARTICLES}\nThe same articles once more, word for word:\n\nArticle 1. The tenant`);
    const sampling = { ...greedy, maxTokens: 48 };
    const plain = await ask(client, prompt, { sampling, conversationKey: "plain" });
    const lookup = await ask(client, prompt, { sampling, conversationKey: "lookup", drafting: LOOKUP });
    expect(lookup.text).toBe(plain.text);
    expect(lookup.done.drafted?.accepted).toBeGreaterThan(20);
    const itself = { kind: "model", path: sample, name: "itself", tokens: 4 } as const;
    const guessed = await ask(client, prompt, { sampling, conversationKey: "itself", drafting: itself });
    expect(guessed.text).toBe(plain.text);

    // llama.cpp rounds otherwise in a batch than alone: drawn at a temperature, another text may come of it, and always the same.
    const drawn = { sampling: { ...lively, maxTokens: 48 }, seed: 42 };
    const first = await ask(client, prompt, { ...drawn, conversationKey: "first", drafting: LOOKUP });
    const { evaluation } = first.done;
    expect(evaluation).toMatch(/\+\d/);
    const again = await ask(client, prompt, { ...drawn, conversationKey: "again", evaluation });
    expect(again.text).toBe(first.text);
  });
});
