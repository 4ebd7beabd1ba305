import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#main/lib/ids.ts";
import type { Store } from "#main/store/open.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTestStore } from "#main/store/testing.ts";
import { SAMPLING } from "./testing/no-presets.ts";
import { type ChatStore, createChatStore } from "./store.ts";

const CHATS = 300;

const folder = temporaryFolder();
let database: Store;
let store: ChatStore;
const ids: string[] = [];

beforeAll(async () => {
  database = await openTestStore(folder.path);
  store = createChatStore(database);
  store.write(() => {
    for (let n = 0; n < CHATS; n += 1) {
      const chat = { id: newId(), title: `Chat ${n} ÜBER`, titleBy: "user", mode: "chat", modelId: null } as const;
      const times = { createdAt: n, updatedAt: n, deletedAt: null };
      const rest = { adapters: [], systemPrompt: "", sampling: SAMPLING, presetId: null, ...times };
      store.chats.insert({
        ...chat,
        ...rest,
        answersFrom: { sources: [], strictness: "balanced" },
        answerSchema: null,
      });
      ids.push(chat.id);
    }
  });
});

afterAll(() => {
  database.close();
  folder[Symbol.dispose]();
});

test("the list comes in pages, newest first, and is found by a part of the title in any script's capitals", () => {
  const page = store.chats.page({ bin: false, titleContains: "", offset: 10, limit: 3 });
  expect(page.total).toBe(CHATS);
  expect(page.chats.map((chat) => chat.title)).toEqual(["Chat 289 ÜBER", "Chat 288 ÜBER", "Chat 287 ÜBER"]);
  const found = store.chats.page({ bin: false, titleContains: "99 über", offset: 0, limit: 10 });
  expect(found.chats.map((chat) => chat.title)).toEqual(["Chat 299 ÜBER", "Chat 199 ÜBER", "Chat 99 ÜBER"]);
  expect(found.total).toBe(3);
  expect(store.chats.page({ bin: false, titleContains: "%", offset: 0, limit: 10 }).total).toBe(0);
});

test("a path of a thousand messages is read in order, from its end", async () => {
  const [chatId = ""] = ids;
  let parentId: string | null = null;
  store.write(() => {
    for (let n = 0; n < 1_000; n += 1) {
      const role = n % 2 === 0 ? "user" : "assistant";
      const message = { id: newId(), chatId, parentId, role, text: `${n}`, status: "complete", createdAt: n } as const;
      store.messages.insert(message);
      parentId = message.id;
    }
  });
  const texts = Array.from({ length: 1_000 }, (_, n) => `${n}`);
  const { messages, earlier } = store.messages.path(chatId, 300);
  expect(messages.map((message) => message.text)).toEqual(texts.slice(700));
  expect(earlier).toBe(700);
  const [first] = messages;
  expect(store.messages.before(first?.id ?? "", 250).map((message) => message.text)).toEqual(texts.slice(450, 700));
  expect(store.messages.before(first?.id ?? "", 5_000).map((message) => message.text)).toEqual(texts.slice(0, 700));
  expect((await store.messages.turnsTo(parentId ?? "")).map((turn) => turn.text)).toEqual(texts);
  expect(store.messages.leaf(chatId)).toBe(parentId);
});

test("a chat is erased from its end in steps, and is gone with the last of them", () => {
  const [chatId = ""] = ids;
  const count = () => database.db.prepare<[], number>("SELECT count(*) FROM messages").pluck().get();
  expect(store.write(() => store.chats.eraseSome(chatId, 400))).toBe(false);
  expect(count()).toBe(600);
  expect(store.messages.path(chatId, 1).messages).toMatchObject([{ text: "599" }]);
  expect(store.write(() => store.chats.eraseSome(chatId, 601))).toBe(true);
  expect([count(), store.chats.find(chatId)]).toEqual([0, null]);
});

/** With a million messages a scan takes seconds: each of these must go by an index. */
test.each([
  [
    "the list",
    "SELECT id FROM chats WHERE deleted_at IS NULL ORDER BY updated_at DESC, key DESC LIMIT 100",
    "chats_listed",
  ],
  [
    "the bin",
    "SELECT id FROM chats WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, key DESC LIMIT 100",
    "chats_binned",
  ],
  ["the sweep of the bin", "SELECT id FROM chats WHERE deleted_at < 5 ORDER BY deleted_at", "chats_binned"],
  ["answers under way", "SELECT m.id FROM messages m WHERE m.status IN ('queued', 'writing')", "messages_under_way"],
  ["siblings", "SELECT id FROM messages WHERE chat_key = 1 AND parent_key IS NULL ORDER BY key", "messages_of_chat"],
  ["children", "SELECT 1 FROM messages WHERE parent_key = 1", "messages_of_parent"],
])("%s is read by its index", (_, sql, index) => {
  const plan = database.db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
  const steps = plan.map((step) => step.detail).join("\n");
  expect(steps).toContain(index);
  expect(steps).not.toMatch(/TEMP B-TREE|SCAN messages\b(?! USING)/);
});
