import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { ended, type OpenChat, openChat, say } from "../testing/open-chat.ts";

const SCHEMA = JSON.stringify({
  type: "object",
  properties: { dose: { type: "number", minimum: 0 }, unit: { enum: ["mg", "ml"] } },
  required: ["dose", "unit"],
});

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

async function answered(messageId: string, text: string) {
  const writer = await open.engines.nextWriter();
  writer.write(text);
  writer.end();
  await ended(open, messageId);
  return writer.input;
}

const answerOf = (chatId: string) => open.service.get(chatId).messages.at(-1);

test("the model is told the schema and held to it, and what a grammar cannot keep to is said of the answer", async () => {
  const chat = open.newChat();
  open.service.configure(chat.id, { answerSchema: SCHEMA, systemPrompt: "Be brief." });
  const input = await answered(say(open, chat.id, "How much?").messageId, '{"dose": -2, "unit": "mg"}');
  expect(JSON.parse(input.jsonSchema ?? "")).toEqual({
    type: "object",
    properties: { dose: { type: "number" }, unit: { enum: ["mg", "ml"] } },
  });
  expect(input.prompt).toMatchObject({
    systemPrompt: expect.stringMatching(/^Be brief\.\n\nAnswer with JSON/) as string,
  });
  expect(answerOf(chat.id)?.generation?.structured).toMatchObject({
    schema: SCHEMA,
    problems: [{ path: "$.dose", problem: "must be >= 0" }],
  });
});

test("an answer is run again exactly with the schema of its time, a new one as the chat is then", async () => {
  const chat = open.newChat();
  open.service.configure(chat.id, { answerSchema: SCHEMA });
  const first = say(open, chat.id, "How much?");
  await answered(first.messageId, '{"dose": 2, "unit": "mg"}');
  expect(answerOf(chat.id)?.generation?.structured?.problems).toEqual([]);
  open.service.configure(chat.id, { answerSchema: null });
  const again = open.service.retry({ messageId: first.messageId, exactly: true });
  expect((await answered(again.messageId, '{"dose": 2, "unit": "mg"}')).jsonSchema).toBeDefined();
  const anew = open.service.retry({ messageId: first.messageId, exactly: false });
  expect((await answered(anew.messageId, "Two milligrams.")).jsonSchema).toBeUndefined();
  expect(answerOf(chat.id)?.generation?.structured).toBeNull();
});

test("a text that is continued is no data", async () => {
  const chat = open.newChat();
  open.service.configure(chat.id, { answerSchema: SCHEMA, mode: "text" });
  expect((await answered(say(open, chat.id, "Once").messageId, " upon")).jsonSchema).toBeUndefined();
});

test("a schema that no grammar can keep to is refused with its place, and the chat stays as it was", () => {
  const chat = open.newChat();
  const answerSchema = '{"type":"string","pattern":"^DE"}';
  expect(() => open.service.configure(chat.id, { answerSchema })).toThrow("$.pattern");
  expect(open.service.get(chat.id).chat.answerSchema).toBeNull();
});
