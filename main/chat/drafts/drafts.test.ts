import { createRouterClient } from "@orpc/server";
import { expect, test } from "vitest";
import { draftsRoutes } from "./routes.ts";
import { createDrafts } from "./service.ts";

test("a window finds its own drafts again, and no other window's", async () => {
  const client = createRouterClient(draftsRoutes(createDrafts()));
  await client.keep({ windowId: "left", chatId: "a", typed: "why?", pasted: ["a book"] });
  await client.keep({ windowId: "right", chatId: "a", typed: "other" });
  expect(await client.list({ windowId: "left" })).toEqual([{ chatId: "a", typed: "why?", pasted: ["a book"] }]);
});

test("typing on leaves what was pasted, and what is sent is gone", async () => {
  const client = createRouterClient(draftsRoutes(createDrafts()));
  await client.keep({ windowId: "left", chatId: "a", typed: "", pasted: ["a book"] });
  await client.keep({ windowId: "left", chatId: "a", typed: "why" });
  expect(await client.list({ windowId: "left" })).toEqual([{ chatId: "a", typed: "why", pasted: ["a book"] }]);
  await client.keep({ windowId: "left", chatId: "a", typed: "", pasted: [] });
  expect(await client.list({ windowId: "left" })).toEqual([]);
});

test("when there is too much, what was touched longest ago goes", () => {
  const drafts = createDrafts(40_000);
  for (const chatId of ["a", "b", "c"]) drafts.keep("left", { chatId, typed: "x".repeat(5_000) });
  drafts.keep("left", { chatId: "b", typed: "y" });
  expect(drafts.list("left").map(({ chatId }) => chatId)).toEqual(["c", "b"]);
});
