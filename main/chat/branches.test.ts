import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { ended, exchange, openChat, type OpenChat, until, watchAs } from "./testing/open-chat.ts";

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

const shown = (chatId: string) =>
  open.service
    .get(chatId)
    .messages.map((message) => message.text)
    .join(" · ");

async function answer(started: { messageId: string }, text: string): Promise<string> {
  const writer = await open.engines.nextWriter();
  writer.write(text);
  writer.end();
  await ended(open, started.messageId);
  return started.messageId;
}

test("an edit is a branch, a retry a sibling, and each branch is found again as it was left", async () => {
  const chat = open.newChat();
  const first = await exchange(open, chat.id, "q1", "a1");
  const second = await exchange(open, chat.id, "q2", "a2");
  const retried = await answer(open.service.retry({ messageId: second.messageId, exactly: false }), "a2b");
  expect(shown(chat.id)).toBe("q1 · a1 · q2 · a2b");
  expect(open.engines.prompts.at(-1)).toMatchObject({ turns: [{ text: "q1" }, { text: "a1" }, { text: "q2" }] });

  const edited = open.service.edit({ messageId: first.userMessageId ?? "", text: "q1*" });
  await answer(edited, "a1*");
  expect(open.engines.prompts.at(-1)).toMatchObject({ turns: [{ text: "q1*" }] });
  expect(shown(chat.id)).toBe("q1* · a1*");
  expect(open.service.get(chat.id).messages[0]?.siblingIds).toEqual([first.userMessageId, edited.userMessageId]);

  open.service.select(first.userMessageId ?? "");
  expect(shown(chat.id)).toBe("q1 · a1 · q2 · a2b");
  expect(open.service.get(chat.id).messages[3]?.siblingIds).toEqual([second.messageId, retried]);
  open.service.select(second.messageId);
  expect(shown(chat.id)).toBe("q1 · a1 · q2 · a2");
  open.service.select(edited.userMessageId ?? "");
  open.service.select(first.messageId);
  expect(shown(chat.id)).toBe("q1 · a1 · q2 · a2");

  await open.close();
  open = await openChat(folder.path);
  expect(shown(chat.id)).toBe("q1 · a1 · q2 · a2");
});

test("a message sent on a branch that is not shown shows it", async () => {
  const chat = open.newChat();
  const first = await exchange(open, chat.id, "q1", "a1");
  await answer(open.service.edit({ messageId: first.userMessageId ?? "", text: "q1*" }), "a1*");
  await answer(open.service.send({ chatId: chat.id, parentId: first.messageId, text: "q2" }), "a2");
  expect(shown(chat.id)).toBe("q1 · a1 · q2 · a2");
});

test("pages that watch are shown the new branch, and one that is being written elsewhere goes on unseen", async () => {
  const chat = open.newChat();
  const page = watchAs(open, chat.id);
  const first = await exchange(open, chat.id, "q", "a");
  const retried = open.service.retry({ messageId: first.messageId, exactly: false });
  const writer = await open.engines.nextWriter();
  writer.write("bet");
  await until(() => page.messages.at(-1)?.text === "bet");
  open.service.select(first.messageId);
  await until(() => page.messages.at(-1)?.text === "a");
  writer.write("ter");
  writer.end();
  await ended(open, retried.messageId);
  await until(() => page.events.at(-1)?.type === "chat");
  expect(page.messages.map((message) => message.text)).toEqual(["q", "a"]);
  open.service.select(retried.messageId);
  await until(() => page.messages.at(-1)?.text === "better");
  expect(page.messages).toEqual(open.service.get(chat.id).messages);
});

test("an answer to a message of the user's can be asked for again where it never came", async () => {
  const chat = open.newChat();
  const { userMessageId, messageId } = await exchange(open, chat.id, "q", "");
  await answer(open.service.retry({ messageId: userMessageId ?? "", exactly: false }), "a");
  expect(shown(chat.id)).toBe("q · a");
  expect(open.service.get(chat.id).messages[1]?.siblingIds).toHaveLength(2);
  expect(open.service.get(chat.id).messages[1]?.siblingIds[0]).toBe(messageId);
});

test("messages of one side that follow each other, because an answer never came, are one turn", async () => {
  const chat = open.newChat();
  await exchange(open, chat.id, "q1", "");
  await exchange(open, chat.id, "q2", "a");
  expect(open.engines.prompts.at(-1)).toMatchObject({ turns: [{ role: "user", text: "q1\n\nq2" }] });
});

test("a message may follow one that was never answered, as after a restore that lost the answer", async () => {
  const chat = open.newChat();
  const { userMessageId } = await exchange(open, chat.id, "q1", "a");
  await answer(open.service.send({ chatId: chat.id, parentId: userMessageId, text: "q2" }), "b");
  expect(shown(chat.id)).toBe("q1 · q2 · b");
  expect(open.engines.prompts.at(-1)).toMatchObject({ turns: [{ role: "user", text: "q1\n\nq2" }] });
});

test("a title is the first words until the user gives one, and that one stays", async () => {
  const [a, b] = [open.newChat(), open.newChat()];
  expect(a).toMatchObject({ title: "", titleBy: "nobody" });
  await exchange(open, a.id, "# The *first* words\nand more", "x");
  await exchange(open, a.id, "Others", "x");
  expect(open.service.get(a.id).chat).toMatchObject({ title: "The *first* words", titleBy: "first-words" });
  open.service.rename(b.id, "Mine");
  await exchange(open, b.id, "Hello", "x");
  expect(open.service.get(b.id).chat).toMatchObject({ title: "Mine", titleBy: "user" });
});

test("an answer is rated, with a reason or without, and what a person wrote is not", async () => {
  const chat = open.newChat();
  const { messageId, userMessageId } = await exchange(open, chat.id, "q1", "a1");
  const rating = () => open.service.get(chat.id).messages.at(-1)?.rating;
  expect(rating()).toBeNull();
  open.service.rate(messageId, { verdict: "bad", reason: "Too long" });
  expect(rating()).toMatchObject({ verdict: "bad", reason: "Too long" });
  await open.close();
  open = await openChat(folder.path);
  expect(rating()).toMatchObject({ verdict: "bad", reason: "Too long" });
  open.service.rate(messageId, null);
  expect(rating()).toBeNull();
  expect(() => open.service.rate(userMessageId ?? "", { verdict: "good", reason: "" })).toThrow("Only answers");
});

test("a message is gone on from in a chat of its own, which repeats its answers exactly; the first chat stays", async () => {
  const chat = open.newChat();
  const first = await exchange(open, chat.id, "q1", "a1");
  open.service.rate(first.messageId, { verdict: "good", reason: "" });
  await exchange(open, chat.id, "q2", "a2");
  const branched = open.service.branch({ messageId: first.messageId, title: "Branch" });
  expect(branched).toMatchObject({ title: "Branch", titleBy: "user", systemPrompt: chat.systemPrompt });
  expect(shown(branched.id)).toBe("q1 · a1");
  const [, copied] = open.service.get(branched.id).messages;
  const [, original] = open.service.get(chat.id).messages;
  expect(copied).toMatchObject({ generation: original?.generation, rating: original?.rating, status: "complete" });
  expect(copied?.id).not.toBe(original?.id);

  await exchange(open, branched.id, "q3", "a3");
  expect(open.engines.prompts.at(-1)).toMatchObject({ turns: [{ text: "q1" }, { text: "a1" }, { text: "q3" }] });
  expect(shown(chat.id)).toBe("q1 · a1 · q2 · a2");
  await open.close();
  open = await openChat(folder.path);
  expect(shown(branched.id)).toBe("q1 · a1 · q3 · a3");
});

test("what is still being written is not gone on from elsewhere", async () => {
  const chat = open.newChat();
  const { messageId, userMessageId } = open.service.send({ chatId: chat.id, parentId: null, text: "q1" });
  const writer = await open.engines.nextWriter();
  expect(() => open.service.branch({ messageId, title: "Branch" })).toThrow("still being written");
  expect(shown(open.service.branch({ messageId: userMessageId ?? "", title: "Branch" }).id)).toBe("q1");
  writer.write("a1");
  writer.end();
  await ended(open, messageId);
});
