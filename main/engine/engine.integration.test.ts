import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { hasVulkan } from "#main/models/fit/vulkan.ts";
import {
  ask,
  chat,
  engineFor,
  engineForAll,
  greedy,
  lively,
  temporaryFolder,
  text,
  writeTinyModel,
} from "./testing.ts";

const SCRIPT = ["The", " answer", " is", " forty", "-", "two", "."] as const;

/** A driver that draws on the processor is no card, though Vulkan's loader finds it. */
const hasNoCard = process.platform === "linux" && !hasVulkan() && !existsSync("/proc/driver/nvidia");

/** By its likeliest tokens the small model comes to turn in a circle, to the end of its room: no chance ends it sooner. */
const endless = { ...greedy, maxTokens: null };

describe("an engine with a small model", () => {
  const usual = engineForAll();
  const scripted = engineForAll({ says: SCRIPT });

  it("says what it loaded", () => {
    const { loaded } = usual();
    expect(loaded).toMatchObject({
      backend: "cpu",
      gpuLayers: 0,
      contextTokens: 2_048,
      sequences: 2,
      hasChatTemplate: true,
      trainedContextTokens: 2_048,
    });
    expect(loaded.libraryVersion).toMatch(/^llama\.cpp \S/);
  });

  it.skipIf(!hasNoCard)(
    "left to choose, it takes the processor where there is no card (skipped where there is one)",
    async () => {
      const { loaded } = await engineFor(await writeTinyModel(), { load: { backend: "auto", gpuLayers: "auto" } });
      expect(loaded).toMatchObject({ backend: "cpu", gpuLayers: 0 });
    },
  );

  it("answers in its template, in pieces, and ends where the model does", async () => {
    const { text, done, events } = await ask(scripted().client, chat("What is six times seven?"), {
      conversationKey: "never seen before",
    });
    expect(text).toBe("The answer is forty-two.");
    expect(done).toMatchObject({ stopReason: "end", generatedTokens: 7, thoughtsMs: null, leftOutTurnIds: [] });
    expect(done.promptTokens).toBeGreaterThan(10);
    expect(events[0]).toMatchObject({ type: "reading", readTokens: 0, reusedTokens: 0 });
  });

  it("keeps thoughts apart, and does not send them back", async () => {
    const says = ["<think>", "Six", " times", "</think>", "It", " is", " so"];
    const { client } = await engineFor(await writeTinyModel({ says, template: "thinking" }));
    const { text, thoughts, done } = await ask(client, chat("Hm?"));
    expect({ text, thoughts }).toEqual({ text: "It is so", thoughts: "Six times" });
    expect(done.thoughtsMs).toBeGreaterThan(0);
  });

  // As DeepSeek R1's and Qwen3's thinking models: the template itself opens the thoughts.
  it.each(["<think>\\n", "<think>", "<think>\\n\\n"])(
    "takes the beginning for thoughts where the template ends with %j",
    async (opening) => {
      const turns = "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}";
      const jinja = `${turns}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n${opening}' }}{% endif %}`;
      const says = ["Six", " times", "</think>", "It", " is", " so"];
      const { client } = await engineFor(await writeTinyModel({ says, template: { jinja } }));
      const { text, thoughts, done } = await ask(client, chat("Hm?"));
      expect({ text, thoughts }).toEqual({ text: "It is so", thoughts: "Six times" });
      expect(done.thoughtsMs).toBeGreaterThan(0);
      // Without thoughts of its own, what goes on is the answer.
      expect((await ask(client, chat("Hm?", "It"))).text).toBe(" is so");
    },
  );

  it("goes on at the end of an answer", async () => {
    expect((await ask(scripted().client, chat("What?", "The answer is"))).text).toBe(" forty-two.");
  });

  it("holds a plain conversation when there is no template", async () => {
    const { client, loaded } = await engineFor(await writeTinyModel({ template: "none", says: SCRIPT }));
    expect(loaded).toMatchObject({ hasChatTemplate: false, templateName: "plain" });
    expect((await ask(client, chat("What is it?"))).text).toBe("The answer is forty-two.");
  });

  it("holds a plain conversation when its template cannot be used, and takes one that only the app could not read", async () => {
    const broken = { jinja: "{% for m in messages %}<|im_start|>{{ m['content'] }" };
    const plain = await engineFor(await writeTinyModel({ template: broken, says: SCRIPT }), {
      templateFault: "unusable",
    });
    expect(plain.loaded).toMatchObject({ hasChatTemplate: false, templateName: "plain" });
    expect((await ask(plain.client, chat("What is it?"))).text).toBe("The answer is forty-two.");
    const { loaded } = await engineFor(await writeTinyModel({ says: SCRIPT }), { templateFault: "unusable" });
    expect(loaded.hasChatTemplate).toBe(true);
  });

  it("continues a text without roles", async () => {
    const { text: continued, done } = await ask(scripted().client, text("The answer"));
    expect(continued).toBe(" is forty-two.");
    expect(done.promptTokens).toBeLessThan(12);
  });

  it("stops at a sequence, and at the most tokens", async () => {
    const { client } = scripted();
    const sequence = await ask(client, chat("?"), { sampling: { ...greedy, stopSequences: ["forty-"] } });
    expect(sequence).toMatchObject({ text: "The answer is ", done: { stopReason: "stop-sequence" } });
    const short = await ask(client, chat("?"), { sampling: { ...greedy, maxTokens: 2 } });
    expect(short).toMatchObject({ text: "The answer", done: { stopReason: "max-tokens", generatedTokens: 2 } });
  });

  it("keeps what came when it is stopped", async () => {
    const { client } = usual();
    const stop = new AbortController();
    const { text, done } = await ask(client, chat("Go on"), {
      sampling: endless,
      signal: stop.signal,
      onEvent: (event) => event.type === "text" && stop.abort(),
    });
    expect(done.stopReason).toBe("stopped");
    expect(text).not.toBe("");
    expect((await client.status()).busyChats).toBe(0);
  });

  it("ends at the end of its context", async () => {
    const { client } = await engineFor(await writeTinyModel({ contextTokens: 256 }));
    const { done } = await ask(client, text("Once"), { sampling: { ...lively, maxTokens: null } });
    expect(["context-full", "end"]).toContain(done.stopReason);
    expect(done.usedTokens).toBeLessThan(256);
  });

  it("applies adapters at their scale", async () => {
    const adapter = join(temporaryFolder(), "adapter.gguf");
    await writeGguf(adapter, tinyAdapter());
    const { client } = usual();
    const run = async (scales: number[]) =>
      (await ask(client, chat("Hello"), { adapters: scales.map((scale) => ({ path: adapter, scale })) })).text;
    const base = await run([]);
    expect(await run([0])).toBe(base);
    expect(await run([1])).not.toBe(base);
    expect(await run([])).toBe(base);
  });

  it("reads an adapter again whose file was replaced, and never goes on from what the old one left", async () => {
    const adapter = join(temporaryFolder(), "adapter.gguf");
    const { client } = await engineFor(await writeTinyModel());
    const write = (seed: number) => writeGguf(adapter, tinyAdapter({ seed }));
    const run = async () => ask(client, chat("Hello"), { adapters: [{ path: adapter, scale: 1 }] });
    await write(1);
    const first = await run();
    await write(2);
    const second = await run();
    expect(second.text).not.toBe(first.text);
    expect(second.done.reusedTokens).toBe(0);
    await write(1);
    expect((await run()).text).toBe(first.text);
  });

  it("says which adapter does not fit, and goes on without", async () => {
    const adapter = join(temporaryFolder(), "broken.gguf");
    writeFileSync(adapter, "not an adapter");
    const { client } = usual();
    await expect(ask(client, chat("Hello"), { adapters: [{ path: adapter, scale: 1 }] })).rejects.toMatchObject({
      code: "ADAPTER_INVALID",
      data: { adapter: "broken.gguf" },
    });
    expect((await ask(client, chat("Hello"))).done.generatedTokens).toBeGreaterThan(0);
  });

  it("counts tokens as the model does", async () => {
    const { client } = scripted();
    expect(await client.tokenize("The answer", false)).toHaveLength(2);
    expect(await client.tokenize("<|im_end|>", true)).toHaveLength(1);
  });
});

describe("an engine that fails", () => {
  it.each(["SIGKILL", "SIGABRT"] as const)(
    "says so when it ends with %s in the middle of an answer",
    async (signal) => {
      const { client, pid, exit } = await engineFor(await writeTinyModel());
      let text = "";
      const answer = ask(client, chat("Go on"), {
        sampling: endless,
        onEvent: (event) => {
          if (event.type !== "text") return;
          text += event.text;
          if (text.length > 20 && pid !== undefined) process.kill(pid, signal);
        },
      });
      await expect(answer).rejects.toMatchObject({ code: "ENGINE_CRASHED", data: { model: "Ada" } });
      expect(text).not.toBe("");
      expect(await exit).toMatchObject({ signal });
      await expect(client.status()).rejects.toMatchObject({ code: "ENGINE_CRASHED" });
    },
  );

  it("says what is wrong with a file that is no model", async () => {
    const path = join(temporaryFolder(), "no-model.gguf");
    writeFileSync(path, "GGUF and nothing else");
    await expect(engineFor(path)).rejects.toMatchObject({ code: "MODEL_INVALID" });
  });

  it("names an architecture that it does not know", async () => {
    const path = await writeTinyModel({ architecture: "abacus" });
    await expect(engineFor(path)).rejects.toMatchObject({
      code: "MODEL_UNSUPPORTED",
      data: { architecture: "abacus" },
    });
  });
});
