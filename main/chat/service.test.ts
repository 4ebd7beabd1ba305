import { afterEach, beforeEach, expect, test } from "vitest";
import { AppError } from "#main/rpc/errors.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { ended, exchange, openChat, type OpenChat, say, until, watchAs } from "./testing/open-chat.ts";
import { MODEL_ID } from "./testing/scripted-engines.ts";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenChat;

beforeEach(async () => {
  folder = temporaryFolder();
  open = await openChat(folder.path);
});

afterEach(async () => {
  if (open.store.db.open) await open.close();
  folder[Symbol.dispose]();
});

async function reopen(): Promise<void> {
  if (open.store.db.open) await open.close();
  open = await openChat(folder.path);
}

const texts = (chatId: string) => open.service.get(chatId).messages.map((message) => message.text);
const code = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof AppError ? error.code : "not an AppError";
  }
  return "nothing thrown";
};

test("a message is on disk when send answers, and the answer is there after a restart", async () => {
  const chat = open.newChat();
  say(open, chat.id, "What is the capital of France?");
  const writer = await open.engines.nextWriter();
  expect(open.store.db.prepare("SELECT text FROM messages ORDER BY key").pluck().all()).toEqual([
    "What is the capital of France?",
    "",
  ]);
  writer.write("Paris");
  writer.write(".");
  writer.end();
  await until(() => !open.service.get(chat.id).chat.running);
  await reopen();
  const view = open.service.get(chat.id);
  expect(view.messages.map(({ role, text, status }) => ({ role, text, status }))).toEqual([
    { role: "user", text: "What is the capital of France?", status: "complete" },
    { role: "assistant", text: "Paris.", status: "complete" },
  ]);
  expect(view.chat).toMatchObject({
    title: "What is the capital of France?",
    titleBy: "first-words",
    modelId: MODEL_ID,
  });
});

test("an answer records everything that decided it and what it took", async () => {
  const chat = open.newChat();
  const adapters = [{ adapterId: MODEL_ID, name: "tales", scale: 0.5 }];
  open.service.configure(chat.id, { systemPrompt: "Be brief.", adapters, sampling: { ...chat.sampling, seed: 7 } });
  const { messageId } = say(open, chat.id, "Hello");
  const writer = await open.engines.nextWriter();
  expect(writer.input).toMatchObject({ seed: 7, adapters: [{ path: "tales.gguf", scale: 0.5 }] });
  writer.send({
    type: "reading",
    readTokens: 4,
    totalTokens: 10,
    promptTokens: 12,
    reusedTokens: 2,
    leftOutTurnIds: [],
  });
  writer.write("Hi.");
  writer.end();
  await ended(open, messageId);
  expect(open.service.get(chat.id).messages.at(-1)?.generation).toEqual({
    modelId: MODEL_ID,
    modelName: "Scripted 1B",
    modelFingerprint: "f1",
    adapters,
    mode: "chat",
    systemPrompt: "Be brief.",
    sampling: { ...chat.sampling, seed: 7 },
    presetId: null,
    templateId: null,
    seed: 7,
    contextTokens: 512,
    promptTokens: 12,
    reusedTokens: 2,
    generatedTokens: 20,
    firstTokenMs: 40,
    tokensPerSecond: 50,
    resumes: 0,
    stopReason: "end",
    leftOutMessageIds: [],
    structured: null,
  });
  expect(open.engines.speeds).toEqual([{ modelId: MODEL_ID, tokensPerSecond: 50 }]);
  expect(open.engines.leases.open).toBe(0);
});

test("two chats are written at once, a second message in one chat waits for the first answer", async () => {
  const [a, b] = [open.newChat(), open.newChat()];
  say(open, a.id, "one");
  say(open, b.id, "two");
  const writerA = await open.engines.nextWriter();
  const writerB = await open.engines.nextWriter();
  const second = say(open, a.id, "three");
  const third = say(open, a.id, "four");
  expect(open.service.get(a.id).runs.map((run) => run.state)).toMatchObject([
    { phase: "loading" },
    { phase: "queued", position: 1 },
    { phase: "queued", position: 2 },
  ]);
  expect(open.service.get(a.id).messages.map((message) => message.status)).toEqual([
    "complete",
    "writing",
    "complete",
    "queued",
    "complete",
    "queued",
  ]);
  writerB.write("B");
  writerB.end();
  writerA.write("A");
  writerA.end();
  const next = await open.engines.nextWriter();
  expect(next.input.prompt).toMatchObject({ turns: [{ text: "one" }, { text: "A" }, { text: "three" }] });
  expect(open.service.get(a.id).runs.map((run) => run.state)).toMatchObject([{ phase: "loading" }, { position: 1 }]);
  open.service.stop(third.runId);
  next.write("C");
  next.end();
  await ended(open, second.messageId);
  expect(texts(a.id)).toEqual(["one", "A", "three", "C", "four", ""]);
  expect(open.service.get(a.id).messages.at(-1)?.status).toBe("stopped");
  expect(open.service.get(a.id).chat.running).toBe(false);
});

test("stop keeps what is written, continue goes on at its end", async () => {
  const chat = open.newChat();
  const { messageId, runId } = say(open, chat.id, "Count");
  const writer = await open.engines.nextWriter();
  writer.write("one two");
  await until(() => open.service.get(chat.id).runs[0]?.state.phase === "writing");
  open.service.stop(runId);
  await ended(open, messageId);
  expect(open.service.get(chat.id).messages.at(-1)).toMatchObject({ text: "one two", status: "stopped", error: null });
  expect(open.service.get(chat.id).messages.at(-1)?.generation?.stopReason).toBe("stopped");
  open.service.stop(runId);

  open.service.resume({ messageId });
  expect(code(() => open.service.resume({ messageId }))).toBe("CONFLICT");
  const again = await open.engines.nextWriter();
  expect(again.input.prompt).toMatchObject({ turns: [{ text: "Count" }, { role: "assistant", text: "one two" }] });
  again.write(" three");
  again.end();
  await ended(open, messageId);
  expect(open.service.get(chat.id).messages.at(-1)).toMatchObject({ text: "one two three", status: "complete" });
  expect(open.service.get(chat.id).messages.at(-1)?.generation).toMatchObject({ resumes: 1, generatedTokens: 40 });
  say(open, chat.id, "more");
  expect(code(() => open.service.resume({ messageId }))).toBe("CONFLICT");
});

test("an engine that does not answer a stop is not waited for", async () => {
  const chat = open.newChat();
  const { messageId, runId } = say(open, chat.id, "Count");
  const writer = await open.engines.nextWriter();
  writer.write("one");
  await until(() => open.service.get(chat.id).runs[0]?.state.phase === "writing");
  writer.hang();
  open.service.stop(runId);
  await expect.poll(() => open.service.get(chat.id).chat.running, { timeout: 10_000 }).toBe(false);
  expect(open.service.get(chat.id).messages.at(-1)).toMatchObject({ id: messageId, text: "one", status: "stopped" });
});

test("run again exactly asks for the same model, settings and seed, whatever the chat says now", async () => {
  const chat = open.newChat();
  const { messageId } = say(open, chat.id, "Hello");
  (await open.engines.nextWriter()).end({ evaluation: "12:4" });
  await ended(open, messageId);
  const first = open.service.get(chat.id).messages.at(-1)?.generation;
  open.service.configure(chat.id, { systemPrompt: "Shout.", sampling: { ...chat.sampling, temperature: 2 } });
  open.service.retry({ messageId, exactly: true });
  const exact = await open.engines.nextWriter();
  expect(exact.input).toMatchObject({ seed: first?.seed, sampling: chat.sampling, prompt: { systemPrompt: "" } });
  expect(exact.input.evaluation).toBe("12:4");
  exact.end();
  open.service.retry({ messageId, exactly: false });
  const other = await open.engines.nextWriter();
  expect(other.input).toMatchObject({ sampling: { temperature: 2 }, prompt: { systemPrompt: "Shout." } });
  expect(other.input.evaluation).toBeUndefined();
  other.end();
  await until(() => !open.service.get(chat.id).chat.running);

  open.engines.fingerprint = "f2";
  const refused = open.service.retry({ messageId, exactly: true });
  await ended(open, refused.messageId);
  expect(open.service.get(chat.id).messages.at(-1)).toMatchObject({ status: "failed", error: { code: "CONFLICT" } });
  expect(code(() => open.service.retry({ messageId: refused.messageId, exactly: true }))).toBe("CONFLICT");
});

test("text mode continues the text of the whole branch, without roles", async () => {
  const chat = open.service.create({ mode: "text", modelId: null });
  await exchange(open, chat.id, "Once upon a time", " there was");
  await exchange(open, chat.id, " a fox,\n", "and it");
  expect(open.engines.prompts).toEqual([
    { kind: "text", text: "Once upon a time" },
    { kind: "text", text: "Once upon a time there was a fox,\n" },
  ]);
  open.service.resume({ messageId: open.service.get(chat.id).messages.at(-1)?.id ?? "" });
  const writer = await open.engines.nextWriter();
  expect(writer.input.prompt).toEqual({ kind: "text", text: "Once upon a time there was a fox,\nand it" });
  writer.end();
});

test("thoughts are kept and timed, never sent back", async () => {
  const chat = open.newChat();
  const page = watchAs(open, chat.id);
  const { messageId } = say(open, chat.id, "Why?");
  const writer = await open.engines.nextWriter();
  writer.write("", "Hmm. ");
  await until(() => open.service.get(chat.id).runs[0]?.state.phase === "thinking");
  writer.write("", "Well.");
  writer.write("Because.");
  writer.end({ thoughtsMs: 1_234 });
  await ended(open, messageId);
  const answer = open.service.get(chat.id).messages.at(-1);
  expect(answer).toMatchObject({ text: "Because.", thoughts: { text: "Hmm. Well.", durationMs: 1_234 } });
  await until(() => page.events.some((event) => event.type === "run-ended"));
  expect(page.messages.at(-1)).toEqual(answer);
  say(open, chat.id, "Really?");
  expect(JSON.stringify((await open.engines.nextWriter()).input.prompt)).not.toContain("Hmm");
});

test("requests that do not fit are refused with a code", async () => {
  const [a, b] = [open.newChat(), open.newChat()];
  const { userMessageId, messageId } = await exchange(open, a.id, "x", "y");
  const send = (chatId: string, parentId: string | null, text = "z") =>
    code(() => open.service.send({ chatId, parentId, text }));
  expect(send(MODEL_ID, null)).toBe("NOT_FOUND");
  expect(send(b.id, messageId)).toBe("INVALID_INPUT");
  expect(send(a.id, messageId, " \n")).toBe("INVALID_INPUT");
  expect(code(() => open.service.edit({ messageId, text: "z" }))).toBe("INVALID_INPUT");
  expect(code(() => open.service.resume({ messageId: userMessageId ?? "" }))).toBe("INVALID_INPUT");
  expect(code(() => open.service.select(MODEL_ID))).toBe("NOT_FOUND");
  expect(texts(a.id)).toEqual(["x", "y"]);
});

test("a first message that is refused leaves no chat behind", async () => {
  const count = () => open.service.list({ bin: false, titleContains: "", offset: 0, limit: 10 }).total;
  expect(code(() => open.service.begin({ mode: "chat", modelId: null, text: "  " }))).toBe("INVALID_INPUT");
  expect(count()).toBe(0);
  // As a full disk refuses it: the chat is stored with its message or not at all.
  open.store.db.exec("CREATE TRIGGER refuse BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'refused'); END");
  expect(() => open.service.begin({ mode: "chat", modelId: null, text: "Hello" })).toThrow();
  expect(count()).toBe(0);
  open.store.db.exec("DROP TRIGGER refuse");
  const voice = { adapterId: "0198c5a0-0000-7000-8000-000000000001", name: "Voice", scale: 0.5 };
  const { chat, started } = open.service.begin({ mode: "chat", modelId: null, adapters: [voice], text: "Hello" });
  expect(chat).toMatchObject({ title: "Hello", adapters: [voice] });
  expect(open.service.get(chat.id).messages.map(({ id }) => id)).toEqual([started.userMessageId, started.messageId]);
  const writer = await open.engines.nextWriter();
  writer.end();
  await ended(open, started.messageId);
});
