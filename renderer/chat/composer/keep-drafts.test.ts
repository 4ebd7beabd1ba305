import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { KeptDraft } from "#main/chat/drafts/contract.ts";
import type { Client } from "#renderer/rpc/client.ts";

const storage = new Map<string, string>();

/** A page that was just loaded: its modules are new, its window and the app are not. */
async function load(app: Client) {
  vi.resetModules();
  const drafts = await import("./drafts.ts");
  const { keepDrafts } = await import("./keep-drafts.ts");
  const { toPasted } = await import("./pasted.ts");
  return { ...drafts, toPasted, bring: () => keepDrafts(app) };
}

/** The app's part, as far as one window sees it. */
function openApp(): Client {
  const kept = new Map<string, KeptDraft>();
  return {
    chat: {
      drafts: {
        list: () => Promise.resolve([...kept.values()]),
        keep: ({
          chatId,
          typed,
          pasted = kept.get(chatId)?.pasted ?? [],
        }: Partial<KeptDraft> & { chatId: string; typed: string }) => {
          if (typed === "" && pasted.length === 0) kept.delete(chatId);
          else kept.set(chatId, { chatId, typed, pasted });
          return Promise.resolve({});
        },
      },
    },
  } as unknown as Client;
}

beforeEach(() => {
  vi.useFakeTimers();
  storage.clear();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => storage.set(key, value),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("what was pasted and typed is there again when the page is loaded again", async () => {
  const app = openApp();
  const before = await load(app);
  await before.bring();
  before.changeDraft("a", () => ({ typed: "", pasted: [before.toPasted("a book")] }));
  before.changeDraft("a", ({ pasted }) => ({ typed: "who did it?", pasted }));
  await vi.runAllTimersAsync();

  const after = await load(app);
  await after.bring();
  const { typed, pasted } = after.draftOf("a");
  expect([typed, ...pasted.map(({ text }) => text)]).toEqual(["who did it?", "a book"]);
});

it("what was typed before the drafts came stays, below what was pasted", async () => {
  const app = openApp();
  const before = await load(app);
  await before.bring();
  before.changeDraft("a", () => ({ typed: "old", pasted: [before.toPasted("a book")] }));

  const after = await load(app);
  const coming = after.bring();
  after.changeDraft("a", () => ({ typed: "new", pasted: [] }));
  await coming;
  expect(after.draftOf("a").typed).toBe("new");
  expect(after.draftOf("a").pasted.map(({ text }) => text)).toEqual(["a book"]);
});

it("what was sent is not there again, and nothing of it lies in the window's storage", async () => {
  const app = openApp();
  const before = await load(app);
  await before.bring();
  before.changeDraft("a", () => ({ typed: "secret", pasted: [before.toPasted("secret")] }));
  await vi.runAllTimersAsync();
  expect([...storage.values()].join()).not.toContain("secret");
  before.changeDraft("a", () => ({ typed: "", pasted: [] }));

  const after = await load(app);
  await after.bring();
  expect(after.useDrafts.getState().byChat.size).toBe(0);
});
