import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AppError } from "#main/rpc/errors.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { ended, exchange, openChat, type OpenChat, say, until, watchAs } from "./testing/open-chat.ts";
import { MODEL_ID } from "./testing/scripted-engines.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenChat;

beforeEach(async () => {
  folder = temporaryFolder();
  open = await openChat(folder.path);
});

afterEach(async () => {
  vi.useRealTimers();
  if (open.store.db.open) await open.close();
  folder[Symbol.dispose]();
});

const last = (chatId: string) => open.service.get(chatId).messages.at(-1);

test("a crash of the engine keeps what was written and says how much; the next send is answered", async () => {
  const chat = open.newChat();
  const { messageId } = say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  writer.write("three good words");
  writer.crash();
  await ended(open, messageId);
  expect(last(chat.id)).toMatchObject({
    text: "three good words",
    status: "failed",
    error: { code: "ENGINE_CRASHED", data: { model: "Scripted 1B", words: 3 } },
    generation: { stopReason: "crashed", generatedTokens: 1 },
  });
  expect(open.engines.leases.open).toBe(0);
  await exchange(open, chat.id, "Again", "Hi");
  expect(last(chat.id)).toMatchObject({ text: "Hi", status: "complete" });
});

test("an engine that keeps crashing waits until the user asks for another try", async () => {
  const chat = open.newChat();
  await exchange(open, chat.id, "q", "a");
  open.engines.failNext = new AppError("ENGINE_KEEPS_CRASHING", "Three times.", { model: "Scripted 1B", times: 3 });
  const { messageId } = say(open, chat.id, "Hello");
  await ended(open, messageId);
  expect(last(chat.id)).toMatchObject({ text: "", status: "failed", error: { code: "ENGINE_KEEPS_CRASHING" } });
  expect(open.engines.forgiven).toEqual([]);
  open.service.resume({ messageId });
  expect(open.engines.forgiven).toEqual([MODEL_ID]);
  const writer = await open.engines.nextWriter();
  expect(writer.input.prompt).toMatchObject({ turns: [{ text: "q" }, { text: "a" }, { text: "Hello" }] });
  writer.write("Hi");
  writer.end();
  await ended(open, messageId);
  expect(last(chat.id)).toMatchObject({ text: "Hi", status: "complete", error: null });
});

test("an unknown failure is kept as INTERNAL with a reference, without its words", async () => {
  const chat = open.newChat();
  const { messageId } = say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  writer.write("Hi");
  writer.fail(new Error("secret"));
  await ended(open, messageId);
  expect(last(chat.id)).toMatchObject({ text: "Hi", status: "failed", error: { code: "INTERNAL" } });
  expect(JSON.stringify(last(chat.id))).not.toContain("secret");
});

test("a stop while the model loads leaves an answer that was stopped; a cancelled load says so", async () => {
  const chat = open.newChat();
  open.engines.loading = new Promise(() => undefined);
  const first = say(open, chat.id, "Hello");
  open.service.stop(first.runId);
  await ended(open, first.messageId);
  expect(last(chat.id)).toMatchObject({ text: "", status: "stopped", error: null, generation: null });
  open.engines.loading = null;
  open.engines.failNext = new AppError("CANCELLED", "Cancelled.", {});
  const second = say(open, chat.id, "Hello");
  await ended(open, second.messageId);
  expect(last(chat.id)).toMatchObject({ status: "stopped", error: { code: "CANCELLED" } });
});

test("an answer that is cut in its first second keeps what decided it, and can be run again exactly", async () => {
  const chat = open.newChat();
  const { messageId } = say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  writer.write("One");
  await until(() => last(chat.id)?.text === "One");
  await new Promise((resolve) => setImmediate(resolve));
  open.kill();
  open = await openChat(folder.path);
  expect(last(chat.id)).toMatchObject({ text: "One", status: "failed", generation: { seed: writer.input.seed } });
  open.service.retry({ messageId, exactly: true });
  expect((await open.engines.nextWriter()).input.seed).toBe(writer.input.seed);
});

test("streamed text is on disk within two seconds, and a kill loses no more than that", async () => {
  vi.useFakeTimers();
  const chat = open.newChat();
  say(open, chat.id, "Count");
  const queued = say(open, chat.id, "and then");
  const writer = await open.engines.nextWriter();
  for (let second = 1; second <= 5; second += 1) {
    writer.write(`${second} `);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  writer.write("unsaved");
  await vi.advanceTimersByTimeAsync(10);
  open.kill();
  vi.useRealTimers();
  open = await openChat(folder.path);
  const [, answer, , waiting] = open.service.get(chat.id).messages;
  expect(answer?.text).toMatch(/^1 2 3 4 (5 )?$/);
  expect(answer).toMatchObject({
    status: "failed",
    error: { code: "INTERRUPTED" },
    generation: { stopReason: "stopped" },
  });
  expect(waiting).toMatchObject({ id: queued.messageId, text: "", status: "failed", error: { data: { words: 0 } } });
  expect(open.service.get(chat.id).chat.running).toBe(false);
  expect(open.store.db.prepare("SELECT count(*) FROM message_pieces").pluck().get()).toBe(0);
});

test("saving a long answer costs what was added, not the whole of it", async () => {
  vi.useFakeTimers();
  const chat = open.newChat();
  say(open, chat.id, "Write a book");
  const writer = await open.engines.nextWriter();
  for (let second = 0; second < 20; second += 1) {
    writer.write("x".repeat(10_000));
    await vi.advanceTimersByTimeAsync(1_000);
  }
  const sizes = open.store.db.prepare<[], number>("SELECT length(text) FROM message_pieces").pluck().all();
  expect(sizes.length).toBeGreaterThan(10);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20_000);
  writer.end();
  await vi.advanceTimersByTimeAsync(100);
  expect(last(chat.id)?.text).toHaveLength(200_000);
});

test("quitting keeps all text to the last word and says that Cloister was closed", async () => {
  const chat = open.newChat();
  say(open, chat.id, "Hello");
  const page = watchAs(open, chat.id);
  const writer = await open.engines.nextWriter();
  writer.write("all of ");
  writer.write("these words");
  await until(() => open.service.get(chat.id).runs[0]?.state.phase === "writing");
  await until(() => page.messages.at(-1)?.text !== "");
  await open.close();
  await page.ended;
  expect(writer.signal.aborted).toBe(true);
  open = await openChat(folder.path);
  expect(last(chat.id)).toMatchObject({
    text: "all of these words",
    status: "failed",
    error: { code: "INTERRUPTED", data: { words: 4 } },
  });
});

test("quitting does not wait for an engine that hangs, and keeps the text all the same", async () => {
  vi.useFakeTimers();
  const chat = open.newChat();
  say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  writer.write("these words");
  await until(() => open.service.get(chat.id).runs[0]?.state.phase === "writing");
  writer.hang();
  const closing = open.close();
  await vi.advanceTimersByTimeAsync(5_000);
  await closing;
  vi.useRealTimers();
  open = await openChat(folder.path);
  expect(last(chat.id)).toMatchObject({ text: "these words", error: { code: "INTERRUPTED", data: { words: 2 } } });
});

test("an answer that was stopped among its thoughts is thought anew when it is continued", async () => {
  const chat = open.newChat();
  const { messageId, runId } = say(open, chat.id, "Why?");
  const writer = await open.engines.nextWriter();
  writer.write("", "First thoughts");
  await until(() => open.service.get(chat.id).runs[0]?.state.phase === "thinking");
  open.service.stop(runId);
  await ended(open, messageId);
  expect(last(chat.id)).toMatchObject({ text: "", status: "stopped", thoughts: { text: "First thoughts" } });
  open.service.resume({ messageId });
  const again = await open.engines.nextWriter();
  again.write("", "Second");
  again.write("So.");
  again.end();
  await ended(open, messageId);
  expect(last(chat.id)).toMatchObject({ text: "So.", thoughts: { text: "Second" } });
});

test("when the disk takes no more, the answer says so, loses nothing, and is saved when there is room", async () => {
  vi.useFakeTimers();
  const chat = open.newChat();
  const page = watchAs(open, chat.id);
  say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  writer.write("kept ");
  await until(() => page.messages.at(-1)?.text === "kept ");
  const { page_count } = { page_count: Number(open.store.db.pragma("page_count", { simple: true })) };
  open.store.db.pragma(`max_page_count = ${page_count}`);
  writer.write("x".repeat(1_000_000));
  await vi.advanceTimersByTimeAsync(1_500);
  expect(last(chat.id)).toMatchObject({ status: "failed", error: { code: "DISK_FULL" } });
  expect(last(chat.id)?.text).toHaveLength(1_000_005);
  expect(page.messages.at(-1)).toEqual(last(chat.id));
  expect(open.service.get(chat.id).chat.running).toBe(false);

  open.store.db.pragma("max_page_count = 1000000");
  await vi.advanceTimersByTimeAsync(3_000);
  open.kill();
  vi.useRealTimers();
  open = await openChat(folder.path);
  expect(last(chat.id)?.text).toHaveLength(1_000_005);
});

test("an answer that could not be saved before its chat was erased is forgotten with it", async () => {
  vi.useFakeTimers();
  const chat = open.newChat();
  say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  writer.write("kept ");
  await until(() => open.service.get(chat.id).messages.at(-1)?.text === "kept ");
  open.store.db.pragma(`max_page_count = ${Number(open.store.db.pragma("page_count", { simple: true }))}`);
  writer.write("x".repeat(1_000_000));
  await vi.advanceTimersByTimeAsync(1_500);
  expect(last(chat.id)).toMatchObject({ status: "failed", error: { code: "DISK_FULL" } });
  open.store.db.pragma("max_page_count = 1000000");
  open.service.remove(chat.id);
  await open.service.erase(chat.id);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(open.service.list({ bin: true, titleContains: "", offset: 0, limit: 1 }).total).toBe(0);
});

test("nothing begins once Cloister is closing", async () => {
  const chat = open.newChat();
  await open.service.dispose();
  const { messageId } = say(open, chat.id, "Hello");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(open.engines.leases.open).toBe(0);
  open.kill();
  open = await openChat(folder.path);
  expect(open.service.get(chat.id).messages).toMatchObject([
    { text: "Hello" },
    { id: messageId, status: "failed", error: { code: "INTERRUPTED" } },
  ]);
});
