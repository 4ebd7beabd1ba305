import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ask, chat, engineFor, lively, temporaryFolder, text, writeTinyModel } from "./testing.ts";

const LONG = "abcdefghijklmnopqrstuvwxyz0123456789 ".repeat(8);

describe("the room of a small model", () => {
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
});
