import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import type { Store } from "#main/store/open.ts";
import { openTestStore } from "#main/store/testing.ts";
import { openChat } from "../testing/open-chat.ts";
import { createDrafts } from "./service.ts";

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

/** The app begins, again if it was there. */
async function begin() {
  store = await openTestStore(folder.path);
  return createDrafts(store);
}
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  store.close();
  folder[Symbol.dispose]();
});
async function restart() {
  store.close();
  return begin();
}

test("a window finds its own drafts again, and no other window's", async () => {
  const drafts = await begin();
  drafts.keep("left", { chatId: "a", typed: "why?", pasted: ["a book"] });
  drafts.keep("right", { chatId: "a", typed: "other" });
  expect(drafts.list("left")).toEqual([{ chatId: "a", typed: "why?", pasted: ["a book"] }]);
  expect(drafts.list("right")).toEqual([{ chatId: "a", typed: "other", pasted: [] }]);
});

test("typing on leaves what was pasted, and what is sent is gone", async () => {
  const drafts = await begin();
  drafts.keep("left", { chatId: "a", typed: "", pasted: ["a book"] });
  drafts.keep("left", { chatId: "a", typed: "why" });
  expect(drafts.list("left")).toEqual([{ chatId: "a", typed: "why", pasted: ["a book"] }]);
  drafts.keep("left", { chatId: "a", typed: "", pasted: [] });
  expect(drafts.list("left")).toEqual([]);
  expect(store.db.prepare("SELECT count(*) FROM drafts").pluck().get()).toBe(0);
});

test("after a restart the first window has them, a second has its own", async () => {
  const before = await begin();
  before.keep("old", { chatId: "a", typed: "half a thought", pasted: [] });
  before.keep("old", { chatId: "new", typed: "another", pasted: ["a book"] });
  const drafts = await restart();
  expect(drafts.list("first")).toEqual([
    { chatId: "a", typed: "half a thought", pasted: [] },
    { chatId: "new", typed: "another", pasted: ["a book"] },
  ]);
  expect(drafts.list("second")).toEqual([]);
  drafts.keep("first", { chatId: "a", typed: "", pasted: [] });
  expect((await restart()).list("third").map(({ chatId }) => chatId)).toEqual(["new"]);
});

test("two windows' drafts of one chat stand one after the other when the app has ended", async () => {
  const before = await begin();
  before.keep("left", { chatId: "a", typed: "one", pasted: ["x"] });
  before.keep("right", { chatId: "a", typed: "two", pasted: ["y"] });
  const drafts = await restart();
  drafts.keep("first", { chatId: "a", typed: "three" });
  expect(drafts.list("first")).toEqual([{ chatId: "a", typed: "three\n\none\n\ntwo", pasted: ["x", "y"] }]);
});

test("a chat that is erased takes its drafts along", async () => {
  const open = await openChat(folder.path);
  store = open.store;
  const drafts = createDrafts(store);
  const { id } = open.newChat();
  drafts.keep("left", { chatId: id, typed: "why?" });
  drafts.keep("left", { chatId: "new", typed: "another" });
  store.db.prepare("DELETE FROM chats WHERE id = ?").run(id);
  expect(drafts.list("left").map(({ chatId }) => chatId)).toEqual(["new"]);
});
