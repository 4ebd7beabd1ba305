import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { ended, exchange as converse, openChat, type OpenChat } from "../testing/open-chat.ts";
import type { ExportRequest } from "./contract.ts";
import type { SavedChat, SavedMessage } from "../saved/contract.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenChat;
let out: string;
beforeEach(async () => {
  folder = temporaryFolder();
  open = await openChat(folder.path);
  out = join(folder.path, "out");
  mkdirSync(out);
});
afterEach(async () => {
  await open.close();
  folder[Symbol.dispose]();
});

const wanted = (format: ExportRequest["format"], ...chatIds: string[]): ExportRequest => ({
  scope: chatIds.length === 0 ? { kind: "all" } : { kind: "chats", chatIds },
  ...{ format, withThoughts: false, folder: out },
});

async function exported(request: ExportRequest): Promise<string> {
  const { path, jobId } = await open.exchange.exportChats(request);
  const job = await open.endOf(jobId);
  expect(job).toMatchObject({ state: "done", error: null });
  return path;
}

async function newConversation(title: string, question: string, answer: string): Promise<string> {
  const chat = open.newChat();
  await converse(open, chat.id, question, answer);
  open.service.rename(chat.id, title);
  return chat.id;
}

test("JSON holds all branches; Markdown holds the one on screen, and says that there are others", async () => {
  const chatId = await newConversation("Moving", "When?", "On *Monday*.\n\n```sh\nls\n```");
  const [question, first] = open.service.get(chatId).messages;
  const retried = open.service.retry({ messageId: first?.id ?? "", exactly: false, anyway: false });
  const writer = await open.engines.nextWriter();
  writer.write("On Tuesday.");
  writer.end();
  await ended(open, retried.messageId);
  open.service.rate(retried.messageId, { verdict: "good", reason: "Short" });

  const json = JSON.parse(readFileSync(await exported(wanted("json", chatId)), "utf8")) as {
    format: string;
    chats: (SavedChat & { messages: SavedMessage[] })[];
  };
  expect(json.format).toBe("cloister-chats");
  expect(json.chats[0]).toMatchObject({ id: chatId, title: "Moving", titleBy: "user", shownRootId: question?.id });
  expect(json.chats[0]?.messages.at(-1)?.rating).toMatchObject({ verdict: "good", reason: "Short" });
  expect(json.chats[0]?.messages.map(({ text, parentId }) => [text, parentId])).toEqual([
    ["When?", null],
    ["On *Monday*.\n\n```sh\nls\n```", question?.id],
    ["On Tuesday.", question?.id],
  ]);
  expect(json.chats[0]?.messages[1]?.generation).toMatchObject({ modelName: expect.any(String) as string });

  const path = await exported(wanted("markdown", chatId));
  const markdown = readFileSync(path, "utf8");
  expect(path).toBe(join(out, "Moving.md"));
  expect(markdown).toMatch(/^# Moving\n/);
  expect(markdown).toContain("On Tuesday.");
  expect(markdown).not.toContain("Monday");
  expect(markdown).toContain("version 2 of 2");
});

test("several chats are one archive of documents with names of their own; what is in the bin stays there", async () => {
  await newConversation("Rent", "One?", "One.");
  await newConversation("rent", "Two?", "Two.");
  const binned = await newConversation("Gone", "Three?", "Three.");
  open.service.remove(binned);
  const path = await exported(wanted("markdown"));
  const names = readFileSync(path, "latin1").match(/\d{4}-\d\d-\d\d-[\w-]+\.md/g);
  expect([...new Set(names)].map((name) => name.slice(11))).toEqual(["Rent.md", "rent-2.md"]);
  const json = await exported(wanted("json"));
  expect(readFileSync(json, "utf8")).not.toContain("Gone");
});

test("what is there is not replaced, and a folder that is not there is said at once", async () => {
  const chatId = await newConversation("../Moving: “now”", "When?", "Now.");
  expect(await exported(wanted("markdown", chatId))).toBe(join(out, "Moving-now.md"));
  expect(await exported(wanted("markdown", chatId))).toBe(join(out, "Moving-now-2.md"));
  const nowhere = { ...wanted("markdown", chatId), folder: join(out, "nowhere") };
  await expect(open.exchange.exportChats(nowhere)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a folder that goes away, or may not be written to, is said, and nothing half is left", async () => {
  const chatId = await newConversation("Moving", "When?", "Now.");
  const away = await open.exchange.exportChats(wanted("json", chatId));
  rmSync(out, { recursive: true });
  expect(await open.endOf(away.jobId)).toMatchObject({ state: "failed", error: { code: "EXPORT_LOST" } });
  mkdirSync(out);
  if (process.getuid?.() !== 0) {
    chmodSync(out, 0o500);
    const refused = await open.exchange.exportChats(wanted("json", chatId));
    expect(await open.endOf(refused.jobId)).toMatchObject({ state: "failed", error: { code: "FOLDER_READ_ONLY" } });
    chmodSync(out, 0o700);
  }
  expect(readdirSync(out)).toEqual([]);
});

test("a chat whose answer left a fence open does not swallow what follows", async () => {
  const chatId = await newConversation("Code", "Show it", "```js\nlet a;");
  await converse(open, chatId, "And then?", "That is all.");
  expect(readFileSync(await exported(wanted("markdown", chatId)), "utf8")).toContain("let a;\n```\n");
});
