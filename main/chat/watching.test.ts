import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { exchange, openChat, type OpenChat, say, until, watchAs } from "./testing/open-chat.ts";
import { MODEL_ID, OTHER_MODEL_ID } from "./testing/scripted-engines.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenChat;

beforeEach(async () => {
  folder = temporaryFolder();
  open = await openChat(folder.path);
});

afterEach(async () => {
  vi.useRealTimers();
  await open.close();
  folder[Symbol.dispose]();
});

test("two pages agree, also one that comes in the middle, and closing one stops nothing", async () => {
  const chat = open.newChat();
  const early = watchAs(open, chat.id);
  await until(() => early.events.length > 0);
  say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  writer.write("one ");
  await until(() => early.messages.at(-1)?.text === "one ");
  const late = watchAs(open, chat.id);
  const leaving = watchAs(open, chat.id);
  await until(() => leaving.events.length > 0);
  expect(leaving.messages).toEqual(early.messages);
  leaving.close();
  await leaving.ended;
  writer.write("two ");
  writer.write("three");
  writer.end();
  await expect.poll(() => late.messages.at(-1)?.status).toBe("complete");
  await until(() => early.lastSeq === late.lastSeq);
  expect(early.messages).toEqual(late.messages);
  expect(late.messages).toEqual(open.service.get(chat.id).messages);
  expect(late.messages.at(-1)?.text).toBe("one two three");
  expect(late.events[0]?.type).toBe("snapshot");
});

test("a page that was away goes on after the last event it saw; one that was away too long begins with a snapshot", async () => {
  const chat = open.newChat();
  const page = watchAs(open, chat.id);
  await exchange(open, chat.id, "q1", "a1");
  await until(() => page.messages.at(-1)?.status === "complete");
  page.close();
  await page.ended;
  await exchange(open, chat.id, "q2", "a2");
  const back = watchAs(open, chat.id, page.lastSeq, page.messages);
  await until(() => back.messages.length === 4 && back.messages.at(-1)?.status === "complete");
  expect(back.events.map((event) => event.seq)).toEqual(back.events.map((_, index) => page.lastSeq + 1 + index));
  expect(back.events.some((event) => event.type === "snapshot")).toBe(false);
  expect(back.messages).toEqual(open.service.get(chat.id).messages);

  const stranger = watchAs(open, chat.id, 5);
  await until(() => stranger.events.length > 0);
  expect(stranger.events[0]?.type).toBe("snapshot");
});

test("a page of a long chat is told of its newest messages, and reads those before them when it asks", async () => {
  const chat = open.newChat();
  const add = open.store.db.prepare(`
    INSERT INTO messages (id, chat_key, parent_key, role, text, status, created_at)
    SELECT @id, key, (SELECT key FROM messages WHERE id = @parent), 'user', @id, 'complete', 0 FROM chats WHERE id = @chatId`);
  open.store.write(() => {
    for (let n = 0; n < 1_000; n += 1) add.run({ id: `m${n}`, parent: `m${n - 1}`, chatId: chat.id });
  });
  open.service.select("m999");
  const page = watchAs(open, chat.id);
  await until(() => page.events.length > 0);
  const { messages, earlier } = open.service.get(chat.id);
  expect([messages[0]?.id, messages.length, earlier]).toEqual(["m952", 48, 952]);
  expect(page.messages).toEqual(messages);
  expect(open.service.earlier("m952").map(({ id }) => id)).toEqual(
    Array.from({ length: 250 }, (_, n) => `m${702 + n}`),
  );
  expect(open.service.earlier("m2").map(({ id }) => id)).toEqual(["m0", "m1"]);
  expect(open.service.earlier("m0")).toEqual([]);
  expect(() => open.service.earlier("nowhere")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));

  open.service.select("m999");
  await until(() => page.events.length > 1);
  expect(page.events.at(-1)).toMatchObject({ type: "path", earlier: 952 });
});

test("however fast the engine writes, a page is told at most 30 times a second", async () => {
  vi.useFakeTimers();
  const chat = open.newChat();
  const page = watchAs(open, chat.id);
  await until(() => page.events.length > 0);
  say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  writer.write("0 ");
  await until(() => page.events.some((event) => event.type === "delta"));
  const before = page.events.length;
  const seconds = 4;
  for (let ms = 1; ms <= seconds * 1_000; ms += 1) {
    writer.write(`${ms} `);
    await vi.advanceTimersByTimeAsync(1);
  }
  const during = page.events.slice(before);
  expect(during.length).toBeLessThanOrEqual(30 * seconds);
  expect(during.filter((event) => event.type === "delta").length).toBeGreaterThanOrEqual(20 * seconds);
  writer.end();
  await vi.advanceTimersByTimeAsync(100);
  const expected = Array.from({ length: seconds * 1_000 + 1 }, (_, index) => `${index} `).join("");
  expect(page.messages.at(-1)?.text).toBe(expected);
});

test("a run tells where it is: waiting, loading, reading, thinking, writing, ended", async () => {
  const chat = open.newChat();
  const page = watchAs(open, chat.id);
  await until(() => page.events.length > 0);
  open.engines.loading = Promise.resolve();
  const { runId } = say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  writer.send({ type: "queued", position: 2 });
  writer.send({
    type: "reading",
    readTokens: 30,
    totalTokens: 120,
    promptTokens: 200,
    reusedTokens: 80,
    leftOutTurnIds: [],
  });
  writer.write("", "Hm");
  writer.write("Yes");
  writer.end({ usedTokens: 210, leftOutTurnIds: [] });
  await until(() => page.events.some((event) => event.type === "run-ended"));
  const states = page.events.flatMap((event) => (event.type === "run" ? [event.run.state] : []));
  expect(states).toMatchObject([
    { phase: "loading", progress: 0 },
    { phase: "queued", position: 2 },
    { phase: "reading", progress: 0.25 },
    { phase: "thinking" },
    { phase: "writing", tokensPerSecond: 50 },
  ]);
  expect(page.events).toContainEqual(expect.objectContaining({ type: "run-ended", runId }));
});

test("the meter says what is used and which messages were left out, at the answer's end", async () => {
  const chat = open.newChat();
  const first = await exchange(open, chat.id, "q1", "a1");
  const page = watchAs(open, chat.id);
  say(open, chat.id, "q2");
  const writer = await open.engines.nextWriter();
  writer.end({ usedTokens: 500, leftOutTurnIds: [first.userMessageId ?? "", first.messageId] });
  const use = { usedTokens: 500, contextTokens: 512, leftOutMessageIds: [first.userMessageId, first.messageId] };
  await until(() => page.events.some((event) => event.type === "context" && event.contextUse?.usedTokens === 500));
  expect(open.service.get(chat.id).contextUse).toEqual(use);
  expect(open.service.get(chat.id).messages.at(-1)?.generation?.leftOutMessageIds).toEqual(use.leftOutMessageIds);
});

test("a context is measured when the path or the model changes, if somebody looks and the model is loaded", async () => {
  vi.useFakeTimers();
  const chat = open.newChat();
  const first = await exchange(open, chat.id, "q", "a");
  const second = await (async () => {
    const started = open.service.retry({ messageId: first.messageId, exactly: false });
    const writer = await open.engines.nextWriter();
    writer.write("b");
    writer.end();
    await until(() => !open.service.get(chat.id).chat.running);
    return started;
  })();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(open.engines.measured).toEqual([]);

  const page = watchAs(open, chat.id);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(open.engines.measured).toHaveLength(1);
  open.service.select(first.messageId);
  open.service.select(second.messageId);
  open.service.select(first.messageId);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(open.engines.measured).toHaveLength(2);
  expect(open.engines.measured[1]).toMatchObject({ turns: [{ text: "q" }, { text: "a" }] });
  expect(open.service.get(chat.id).contextUse).toEqual({ usedTokens: 77, contextTokens: 512, leftOutMessageIds: [] });

  open.engines.isLoaded = false;
  open.service.configure(chat.id, { modelId: OTHER_MODEL_ID });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(page.events.at(-1)).toMatchObject({ type: "context", contextUse: null });
  expect(open.engines.leases.open).toBe(0);

  open.engines.isLoaded = true;
  page.close();
  await page.ended;
  open.service.select(second.messageId);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(open.engines.measured).toHaveLength(2);
});

test("a context is measured once its model is loaded by hand, for those chats that somebody looks at", async () => {
  vi.useFakeTimers();
  const [shown, other, hidden] = [open.newChat(), open.newChat(), open.newChat()];
  for (const chat of [shown, other, hidden]) await exchange(open, chat.id, "q", "a");
  open.service.configure(other.id, { modelId: OTHER_MODEL_ID });
  open.engines.isLoaded = false;
  const pages = [watchAs(open, shown.id), watchAs(open, other.id)];
  await vi.advanceTimersByTimeAsync(1_000);
  expect([shown, other].map((chat) => open.service.get(chat.id).contextUse)).toEqual([null, null]);

  open.engines.load(MODEL_ID);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(pages[0]?.events.at(-1)).toMatchObject({ type: "context", contextUse: { usedTokens: 77 } });
  expect(open.engines.measured).toHaveLength(1);
  expect(open.engines.leases.open).toBe(0);
});

test("the list has the newest chats, then every change", async () => {
  const [a, b] = [open.newChat(), open.newChat()];
  const controller = new AbortController();
  const list = open.service.watchList(controller.signal);
  const { value: snapshot } = await list.next();
  expect(snapshot).toMatchObject({ type: "snapshot", total: 2, chats: [{ id: b.id }, { id: a.id }] });
  // The order is by milliseconds, and the second chat may have been made in this one.
  await new Promise((resolve) => setTimeout(resolve, 2));
  say(open, a.id, "Hello");
  expect((await list.next()).value).toMatchObject({
    type: "changed",
    chat: { id: a.id, running: true, title: "Hello" },
  });
  (await open.engines.nextWriter()).end();
  expect((await list.next()).value).toMatchObject({ chat: { modelId: MODEL_ID, running: true } });
  expect((await list.next()).value).toMatchObject({ chat: { running: false } });
  expect(open.service.list({ bin: false, titleContains: "", offset: 0, limit: 1 })).toMatchObject({
    total: 2,
    chats: [{ id: a.id }],
  });
  controller.abort();
  expect((await list.next()).done).toBe(true);
});
