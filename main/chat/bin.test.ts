import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { ended, exchange, openChat, type OpenChat, say, until, watchAs } from "./testing/open-chat.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

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

const page = { titleContains: "", offset: 0, limit: 10 };
const listed = () => open.service.list({ ...page, bin: false }).chats.map((chat) => chat.id);
const binned = () => open.service.list({ ...page, bin: true }).chats.map((chat) => chat.id);
const rows = () => open.store.db.prepare<[], number>("SELECT count(*) FROM messages").pluck().get();

test("a removed chat leaves the list, stops being written and can be restored with what it had", async () => {
  const chat = open.newChat();
  await exchange(open, chat.id, "q1", "a1");
  const { messageId } = say(open, chat.id, "q2");
  say(open, chat.id, "q3");
  const writer = await open.engines.nextWriter();
  writer.write("half");
  await until(() => open.service.get(chat.id).runs[0]?.state.phase === "writing");
  expect(open.service.remove(chat.id).deletedAt).not.toBeNull();
  expect([listed(), binned()]).toEqual([[], [chat.id]]);
  await ended(open, messageId);
  expect(open.service.get(chat.id).runs).toEqual([]);
  expect(() => say(open, chat.id, "q4")).toThrow(expect.objectContaining({ code: "CONFLICT" }));

  expect(open.service.restore(chat.id).deletedAt).toBeNull();
  expect([listed(), binned()]).toEqual([[chat.id], []]);
  expect(open.service.get(chat.id).messages.map(({ text, status }) => `${text} ${status}`)).toEqual([
    "q1 complete",
    "a1 complete",
    "q2 complete",
    "half stopped",
    "q3 complete",
    " stopped",
  ]);
});

test("only what is in the bin is erased, for good, and who watches is told", async () => {
  const [a, b] = [open.newChat(), open.newChat()];
  await exchange(open, a.id, "q", "a");
  await exchange(open, b.id, "q", "a");
  await expect(open.service.erase(a.id)).rejects.toMatchObject({ code: "CONFLICT" });
  const watcher = watchAs(open, a.id);
  const controller = new AbortController();
  const list = open.service.watchList(controller.signal);
  await list.next();
  open.service.remove(a.id);
  await open.service.erase(a.id);
  await watcher.ended;
  expect(watcher.events.at(-1)?.type).toBe("removed");
  expect((await list.next()).value).toMatchObject({ type: "changed", chat: { id: a.id } });
  expect((await list.next()).value).toEqual({ type: "erased", chatId: a.id });
  controller.abort();
  expect(() => open.service.get(a.id)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  expect(rows()).toBe(2);
  expect(open.engines.forgotten).toEqual([a.id]);
});

test("nothing of an erased chat's words stays in the data folder", async () => {
  const [erased, kept] = [open.newChat(), open.newChat()];
  await exchange(open, erased.id, "canary in the mine ".repeat(2_000), "canary in the answer ".repeat(300));
  await exchange(open, kept.id, "sparrow", "sparrow");
  open.service.remove(erased.id);
  await open.service.erase(erased.id);
  const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))));
  expect(bytes.includes("sparrow")).toBe(true);
  expect(bytes.includes("canary")).toBe(false);
});

test("the bin says how much it holds, and is emptied whole, also of a chat with thousands of messages", async () => {
  const [a, b, kept] = [open.newChat(), open.newChat(), open.newChat()];
  await exchange(open, a.id, "12345", "67890");
  await exchange(open, kept.id, "q", "a");
  const add = open.store.db.prepare(`
    INSERT INTO messages (id, chat_key, parent_key, role, text, status, created_at)
    SELECT 'm' || @n, key, @parent, 'user', 'x', 'complete', 0 FROM chats WHERE id = @chatId`);
  open.store.write(() => {
    let parent: number | bigint | null = null;
    for (let n = 0; n < 2_000; n += 1) parent = add.run({ n, parent, chatId: b.id }).lastInsertRowid;
  });
  open.service.remove(a.id);
  open.service.remove(b.id);
  expect(open.service.counts()).toEqual({ chats: 1, binned: 2, binBytes: 2_010 });
  expect(await open.service.emptyBin()).toBe(2);
  expect(open.service.counts()).toEqual({ chats: 1, binned: 0, binBytes: 0 });
  expect(rows()).toBe(2);
});

test("a chat that is restored while others are erased stays; one that is being erased is gone already", async () => {
  const [old, young] = [open.newChat(), open.newChat()];
  for (const chat of [old, young]) await exchange(open, chat.id, "q", "a");
  open.service.remove(old.id);
  await new Promise((resolve) => setTimeout(resolve, 2));
  open.service.remove(young.id);
  const emptying = open.service.emptyBin();
  open.service.restore(young.id);
  expect(() => open.service.restore(old.id)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  await expect(open.service.erase(old.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await emptying).toBe(1);
  expect([listed(), binned()]).toEqual([[young.id], []]);
  expect(open.service.get(young.id).messages).toHaveLength(2);
});

test("what lay in the bin for 30 days is erased at the next start, what lay there for 29 is not", async () => {
  const [old, young] = [open.newChat(), open.newChat()];
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(now - 31 * DAY_MS);
  open.service.remove(old.id);
  vi.setSystemTime(now - 29 * DAY_MS);
  open.service.remove(young.id);
  vi.useRealTimers();
  await open.close();
  open = await openChat(folder.path);
  await expect.poll(binned).toEqual([young.id]);
  expect(open.engines.forgotten).toEqual([old.id]);
});
