import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chat, chatView } from "#main/chat/contract.ts";
import { exchange, openChat, type OpenChat } from "#main/chat/testing/open-chat.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";

// Whole files are written, damaged and read again here: on a busy disk that takes longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 });

const PAGE = 4_096;
const everything = { bin: false, titleContains: "", offset: 0, limit: 100 };

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenChat;

beforeEach(async () => {
  folder = temporaryFolder();
  open = await openChat(folder.path);
});
afterEach(async () => {
  await open.close();
  folder[Symbol.dispose]();
});

async function damageAndReopen(table: string, choose: (pages: number[]) => number[]): Promise<void> {
  const sql = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'";
  const pages = open.store.db.prepare(sql).pluck().all(table) as number[];
  await open.close();
  const file = openSync(join(folder.path, "cloister.db"), "r+");
  for (const page of choose(pages)) writeSync(file, Buffer.alloc(PAGE, 0xa5), 0, PAGE, (page - 1) * PAGE);
  closeSync(file);
  open = await openChat(folder.path);
}

test("messages whose chat was lost are found again in a chat of their own", async () => {
  const { id } = open.newChat();
  await exchange(open, id, "Where does the river begin?", "In the hills above the town.");
  await damageAndReopen("chats", (pages) => pages);
  expect(open.store.notice?.how).toBe("salvaged");
  const { chats } = open.service.list(everything);
  expect(chats).toHaveLength(1);
  expect(() => chat.parse(chats[0])).not.toThrow();
  expect(chats[0]?.title).toContain("river");
  const view = open.service.get(chats[0]?.id ?? "");
  expect(() => chatView.parse(view)).not.toThrow();
  expect(view.messages.map(({ text }) => text)).toEqual([
    "Where does the river begin?",
    "In the hills above the town.",
  ]);
});

test("messages after a lost page follow those before it, in their order", async () => {
  const { id } = open.newChat();
  for (let turn = 0; turn < 40; turn++)
    await exchange(open, id, `Question ${turn} ${"q".repeat(300)}`, `Answer ${turn}`);
  await damageAndReopen("messages", (pages) => pages.slice(3, 4));
  expect(open.store.notice?.how).toBe("salvaged");
  const { messages: newest } = open.service.get(id);
  const messages = [...open.service.earlier(newest[0]?.id ?? ""), ...newest];
  expect(messages.length).toBeGreaterThan(60);
  expect(messages.length).toBeLessThan(80);
  expect(messages[0]?.text).toContain("Question 0");
  expect(messages.at(-1)?.text).toBe("Answer 39");
  const turns = messages.map(({ text }) => Number(text.split(" ")[1]));
  expect(turns).toEqual(turns.toSorted((a, b) => a - b));
});
