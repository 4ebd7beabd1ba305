import { existsSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { openChatWith, watchAs } from "./testing/open-chat.ts";
import { openRealEngines, type RealEngines } from "./testing/real-engines.ts";

describe.skipIf(!existsSync(sampleModelPath()))("with the sample model (needs: npm run sample-model)", () => {
  const folder = temporaryFolder();
  const modelsFolder = temporaryFolder();
  let engines: RealEngines;
  let open: Awaited<ReturnType<typeof openChatWith>>;

  beforeAll(async () => {
    engines = await openRealEngines(modelsFolder.path, sampleModelPath());
    open = await openChatWith(folder.path, engines.models);
  });

  afterAll(async () => {
    await open.close();
    await engines.dispose();
    folder[Symbol.dispose]();
    modelsFolder[Symbol.dispose]();
  });

  let chatId = "";
  beforeEach(() => {
    chatId = open.newChat().id;
  });

  const last = () => open.service.get(chatId).messages.at(-1);
  const idle = () => expect.poll(() => open.service.get(chatId).chat.running, { timeout: 60_000 }).toBe(false);

  function send(text: string) {
    return open.service.send({ chatId, parentId: last()?.id ?? null, text });
  }

  function sample(changes: object) {
    const { sampling } = open.service.get(chatId).chat;
    open.service.configure(chatId, { sampling: { ...sampling, ...changes } });
  }

  test("a question is answered in a stream, the next one knows it, and both are there after a restart", async () => {
    sample({ temperature: 0, maxTokens: 100 });
    const page = watchAs(open, chatId);
    send("What is the capital of France?");
    await idle();
    expect(last()?.text).toContain("Paris");
    expect(last()).toMatchObject({ status: "complete", generation: { stopReason: expect.stringMatching(/end|stop/) } });
    expect(last()?.generation?.firstTokenMs).toBeGreaterThan(0);
    await expect.poll(() => page.messages.at(-1)).toEqual(last());
    expect(open.service.get(chatId).contextUse?.usedTokens).toBeGreaterThan(10);

    send("And of Italy?");
    await idle();
    expect(last()?.text).not.toBe("");
    expect(last()?.generation?.reusedTokens).toBeGreaterThan(10);
    const before = open.service.get(chatId);
    await open.close();
    open = await openChatWith(folder.path, engines.models);
    expect(open.service.get(chatId).messages).toEqual(before.messages);
  });

  test("run again exactly gives the same text, also after other answers and at a high temperature", async () => {
    sample({ temperature: 1.2, maxTokens: 60 });
    send("Tell me about the sea.");
    await idle();
    const first = last();
    if (!first) throw new Error("no answer");
    open.service.retry({ messageId: first.id, exactly: false });
    await idle();
    expect(last()?.text).not.toBe(first.text);
    open.service.retry({ messageId: first.id, exactly: true });
    await idle();
    expect(last()?.id).not.toBe(first.id);
    expect(last()?.text).toBe(first.text);
  });

  test("run again exactly gives the same text after a restart of the app and of the engine, in the middle of a chat too", async () => {
    sample({ temperature: 1.2, maxTokens: 60 });
    send("Tell me about mountains, and about the people who live there.");
    await idle();
    send("And what do they eat?");
    await idle();
    const answer = last();
    if (!answer) throw new Error("no answer");
    expect(answer.generation?.reusedTokens).toBeGreaterThan(0);

    await open.close();
    await engines.dispose();
    engines = await openRealEngines(modelsFolder.path, sampleModelPath());
    open = await openChatWith(folder.path, engines.models);
    open.service.retry({ messageId: answer.id, exactly: true });
    await idle();
    expect(last()?.id).not.toBe(answer.id);
    expect(last()?.text).toBe(answer.text);
  });

  test("a stopped answer is continued at its end", async () => {
    const text = open.service.create({ mode: "text", modelId: null });
    chatId = text.id;
    sample({ temperature: 0.8, seed: 3, maxTokens: 120 });
    const { runId } = send("Once upon a time, in a small village by the sea,");
    await expect.poll(() => (last()?.text ?? "").length, { timeout: 60_000 }).toBeGreaterThan(40);
    open.service.stop(runId);
    await idle();
    const stopped = last();
    if (!stopped) throw new Error("no answer");
    expect(stopped).toMatchObject({ status: "stopped", generation: { stopReason: "stopped" } });
    open.service.resume({ messageId: stopped.id });
    await idle();
    expect(last()?.id).toBe(stopped.id);
    expect(last()?.text.startsWith(stopped.text)).toBe(true);
    expect(last()?.text.length).toBeGreaterThan(stopped.text.length);
  });

  test("two chats are written at once, and both go on when one page leaves", async () => {
    const other = open.newChat();
    sample({ maxTokens: 60 });
    send("Write about rivers.");
    open.service.send({ chatId: other.id, parentId: null, text: "Write about mountains." });
    const page = watchAs(open, other.id);
    await expect
      .poll(() => [chatId, other.id].map((id) => open.service.get(id).runs[0]?.state.phase), { timeout: 60_000 })
      .toEqual(["writing", "writing"]);
    page.close();
    await expect.poll(() => open.service.get(other.id).chat.running, { timeout: 60_000 }).toBe(false);
    expect(open.service.get(other.id).messages.at(-1)).toMatchObject({ status: "complete" });
    await idle();
    expect(last()).toMatchObject({ status: "complete" });
  });

  test("an engine that is killed in the middle leaves what it wrote, and the next message is answered", async () => {
    const chat = open.service.create({ mode: "text", modelId: null });
    chatId = chat.id;
    send("The history of the world begins with");
    await expect.poll(() => (last()?.text ?? "").length, { timeout: 60_000 }).toBeGreaterThan(30);
    const shown = last()?.text ?? "";
    engines.kill();
    await idle();
    expect(last()).toMatchObject({ status: "failed", error: { code: "ENGINE_CRASHED" } });
    expect(last()?.text.startsWith(shown)).toBe(true);
    sample({ maxTokens: 10 });
    send(" and then");
    await idle();
    expect(last()).toMatchObject({ status: "complete" });
    expect(last()?.text).not.toBe("");
  });
});
