import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { ask, chat, engineFor, greedy, lively, temporaryFolder, text, writeTinyModel } from "./testing.ts";

const SCRIPT = ["The", " answer", " is", " forty", "-", "two", "."] as const;
const LONG = "abcdefghijklmnopqrstuvwxyz0123456789 ".repeat(8);

describe("an engine with a small model", () => {
  it("says what it loaded", async () => {
    const { loaded } = await engineFor(await writeTinyModel());
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

  it("answers in its template, in pieces, and ends where the model does", async () => {
    const { client } = await engineFor(await writeTinyModel({ says: SCRIPT }));
    const { text, done, events } = await ask(client, chat("What is six times seven?"));
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
    const { client } = await engineFor(await writeTinyModel({ says: SCRIPT }));
    expect((await ask(client, chat("What?", "The answer is"))).text).toBe(" forty-two.");
  });

  it("holds a plain conversation when there is no template", async () => {
    const { client, loaded } = await engineFor(await writeTinyModel({ template: "none", says: SCRIPT }));
    expect(loaded).toMatchObject({ hasChatTemplate: false, templateName: "plain" });
    expect((await ask(client, chat("What is it?"))).text).toBe("The answer is forty-two.");
  });

  it("continues a text without roles", async () => {
    const { client } = await engineFor(await writeTinyModel({ says: SCRIPT }));
    const { text: continued, done } = await ask(client, text("The answer"));
    expect(continued).toBe(" is forty-two.");
    expect(done.promptTokens).toBeLessThan(12);
  });

  it("stops at a sequence, and at the most tokens", async () => {
    const { client } = await engineFor(await writeTinyModel({ says: SCRIPT }));
    const sequence = await ask(client, chat("?"), { sampling: { ...greedy, stopSequences: ["forty-"] } });
    expect(sequence).toMatchObject({ text: "The answer is ", done: { stopReason: "stop-sequence" } });
    const short = await ask(client, chat("?"), { sampling: { ...greedy, maxTokens: 2 } });
    expect(short).toMatchObject({ text: "The answer", done: { stopReason: "max-tokens", generatedTokens: 2 } });
  });

  it("keeps what came when it is stopped", async () => {
    const { client } = await engineFor(await writeTinyModel());
    const stop = new AbortController();
    const { text, done } = await ask(client, chat("Go on"), {
      sampling: { ...lively, maxTokens: null },
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

  it("names the turns that it left out, and says when even the last is too long", async () => {
    const { client } = await engineFor(await writeTinyModel({ contextTokens: 512 }));
    const prompt = chat(LONG, "ok", LONG, "ok", "And now?");
    const measured = await client.measure(prompt, []);
    const { done } = await ask(client, prompt);
    expect(done.leftOutTurnIds).toEqual(["turn-0", "turn-1"]);
    expect(measured).toEqual({
      usedTokens: done.promptTokens,
      contextTokens: 512,
      leftOutTurnIds: ["turn-0", "turn-1"],
    });
    await expect(ask(client, chat(LONG.repeat(3)))).rejects.toMatchObject({
      code: "CONTEXT_TOO_SMALL",
      data: { contextTokens: 512 },
    });
    expect((await ask(client, chat("Still there?"))).done.generatedTokens).toBeGreaterThan(0);
  });

  it("writes two answers at the same time, and shows the third its place", async () => {
    const { client } = await engineFor(await writeTinyModel());
    const order: string[] = [];
    const run = (key: string) =>
      ask(client, chat(`Hello from ${key}`), {
        conversationKey: key,
        sampling: { ...lively, maxTokens: 400 },
        onEvent: (event) => order.push(`${key} ${event.type}`),
      });
    const [first, second, third] = await Promise.all([run("a"), run("b"), run("c")]);
    expect(order.indexOf("b text")).toBeLessThan(order.indexOf("a done"));
    expect(third.events[0]).toEqual({ type: "queued", position: 1 });
    expect(order.indexOf("c text")).toBeGreaterThan(Math.min(order.indexOf("a done"), order.indexOf("b done")));
    for (const { done } of [first, second, third]) expect(done.generatedTokens).toBeGreaterThan(0);
  });

  it("writes the same beside another answer as alone", async () => {
    const { client } = await engineFor(await writeTinyModel(), { load: { threads: 1 } });
    const sampling = { ...lively, maxTokens: 150 };
    const alone = await ask(client, chat("Tell me"), { conversationKey: "alone", sampling, seed: 5 });
    const [beside] = await Promise.all([
      ask(client, chat("Tell me"), { conversationKey: "a", sampling, seed: 5 }),
      ask(client, chat("Something else"), { conversationKey: "b", sampling, seed: 6 }),
    ]);
    expect(beside.text).toBe(alone.text);
  });

  it("leaves the line when it is stopped while waiting", async () => {
    const { client } = await engineFor(await writeTinyModel(), { load: { parallelChats: 1 } });
    const long = ask(client, chat("Long"), { conversationKey: "a", sampling: { ...lively, maxTokens: 500 } });
    const stop = new AbortController();
    const waiting = await ask(client, chat("Never"), {
      conversationKey: "b",
      signal: stop.signal,
      onEvent: (event) => event.type === "queued" && stop.abort(),
    });
    expect(waiting.done).toMatchObject({ stopReason: "stopped", generatedTokens: 0 });
    expect((await long).done.generatedTokens).toBeGreaterThan(1);
  });

  it("does not read a conversation again that it comes back to, also when others took its place", async () => {
    const kvFolder = temporaryFolder();
    const { client } = await engineFor(await writeTinyModel(), { kvFolder });
    const first = await ask(client, text(LONG), { conversationKey: "a" });
    expect(first.done.reusedTokens).toBe(0);
    for (const key of ["b", "c", "d"]) await ask(client, text(`${key} ${LONG}`), { conversationKey: key });
    const again = await ask(client, text(LONG), { conversationKey: "a" });
    expect(again.done.reusedTokens).toBe(again.done.promptTokens - 1);
    expect(again.text).toBe(first.text);
  });

  it("uses what it read before a restart, of the same model only, and only if it is whole", async () => {
    const kvFolder = temporaryFolder();
    const path = await writeTinyModel();
    const before = await engineFor(path, { kvFolder });
    const first = await ask(before.client, text(LONG));
    await before.client.shutDown(10_000);
    expect(await before.exit).toMatchObject({ code: 0 });

    const other = await engineFor(path, { kvFolder, fingerprint: "another model" });
    expect((await ask(other.client, text(LONG))).done.reusedTokens).toBe(0);
    other.kill();

    const after = await engineFor(path, { kvFolder });
    const again = await ask(after.client, text(LONG));
    expect(again.done.reusedTokens).toBe(again.done.promptTokens - 1);
    expect(again.text).toBe(first.text);
    after.kill();

    for (const name of readdirSync(kvFolder).filter((name) => name.endsWith(".state"))) {
      const bytes = readFileSync(join(kvFolder, name));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(join(kvFolder, name), bytes);
    }
    const careful = await engineFor(path, { kvFolder });
    expect((await ask(careful.client, text(LONG))).done.reusedTokens).toBe(0);
  });

  it("forgets a conversation, in memory and when it saves", async () => {
    const kvFolder = temporaryFolder();
    const path = await writeTinyModel();
    const { client } = await engineFor(path, { kvFolder });
    await ask(client, text(LONG), { conversationKey: "erased" });
    await ask(client, text(`Other ${LONG}`), { conversationKey: "kept" });
    await client.forget("erased");
    await client.shutDown(10_000);
    expect(readdirSync(kvFolder).filter((name) => name.endsWith(".state"))).toHaveLength(1);

    const after = await engineFor(path, { kvFolder });
    expect((await ask(after.client, text(LONG), { conversationKey: "erased" })).done.reusedTokens).toBe(0);
    const { done } = await ask(after.client, text(`Other ${LONG}`), { conversationKey: "kept" });
    expect(done.reusedTokens).toBe(done.promptTokens - 1);
  });

  it("applies adapters at their scale", async () => {
    const adapter = join(temporaryFolder(), "adapter.gguf");
    await writeGguf(adapter, tinyAdapter());
    const { client } = await engineFor(await writeTinyModel());
    const run = async (scales: number[]) =>
      (await ask(client, chat("Hello"), { adapters: scales.map((scale) => ({ path: adapter, scale })) })).text;
    const base = await run([]);
    expect(await run([0])).toBe(base);
    expect(await run([1])).not.toBe(base);
    expect(await run([])).toBe(base);
  });

  it("says which adapter does not fit, and goes on without", async () => {
    const adapter = join(temporaryFolder(), "broken.gguf");
    writeFileSync(adapter, "not an adapter");
    const { client } = await engineFor(await writeTinyModel());
    await expect(ask(client, chat("Hello"), { adapters: [{ path: adapter, scale: 1 }] })).rejects.toMatchObject({
      code: "ADAPTER_INVALID",
      data: { adapter: "broken.gguf" },
    });
    expect((await ask(client, chat("Hello"))).done.generatedTokens).toBeGreaterThan(0);
  });

  it("counts tokens as the model does", async () => {
    const { client } = await engineFor(await writeTinyModel({ says: SCRIPT }));
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
        sampling: { ...lively, maxTokens: null },
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
