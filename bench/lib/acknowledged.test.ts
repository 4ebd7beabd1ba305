import { expect, test } from "vitest";
import { nothingAcknowledged, wordsLost } from "./acknowledged.ts";
import type { AppClient } from "./app-process.ts";

const view = {
  chat: { title: "a title", systemPrompt: "be brief" },
  messages: [{ id: "m1", text: "one two three" }],
};

function client(found: unknown): AppClient {
  const get = () => (found === null ? Promise.reject(new Error("NOT_FOUND")) : Promise.resolve(found));
  return { chat: { get } } as unknown as AppClient;
}

function seen() {
  const all = nothingAcknowledged();
  all.chatTitles.set("c", "a title");
  all.instructions.set("c", "be brief");
  all.messages.set("m1", { chatId: "c", text: "one two three" });
  return all;
}

test("counts nothing when all is there, and every word that is not", async () => {
  expect(await wordsLost(client(view), seen())).toBe(0);
  expect(await wordsLost(client({ ...view, messages: [] }), seen())).toBe(3);
  expect(await wordsLost(client({ ...view, messages: [{ id: "m1", text: "one two" }] }), seen())).toBe(3);
  expect(await wordsLost(client({ ...view, chat: { title: "", systemPrompt: "be brief" } }), seen())).toBe(2);
  expect(await wordsLost(client(null), seen())).toBe(8);
});
