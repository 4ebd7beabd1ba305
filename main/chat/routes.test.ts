import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "#main/store/testing.ts";
import { chatRoutes } from "./routes.ts";
import { ended, openChat, type OpenChat } from "./testing/open-chat.ts";
import { MODEL_ID } from "./testing/scripted-engines.ts";

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

test("all that a page does goes through the contract, events included", async () => {
  const client = createRouterClient(chatRoutes(open.service));
  const chat = await client.create({});
  const types = new Set<string>();
  const controller = new AbortController();
  const events = await client.watch({ chatId: chat.id }, { signal: controller.signal });
  const reading = (async () => {
    for await (const event of events) types.add(event.type);
  })();
  const started = await client.send({ chatId: chat.id, parentId: null, text: "Hello" });
  const writer = await open.engines.nextWriter();
  writer.write("", "Hm.");
  writer.write("Hi.");
  writer.end({ thoughtsMs: 12.5 });
  await ended(open, started.messageId);
  const retried = await client.retry({ messageId: started.messageId, exactly: true });
  (await open.engines.nextWriter()).crash();
  await ended(open, retried.messageId);
  await client.select({ messageId: started.messageId });
  await client.configure({ chatId: chat.id, systemPrompt: "Be kind." });
  await client.rename({ chatId: chat.id, title: " Greetings " });

  const view = await client.get({ chatId: chat.id });
  expect(view.chat).toMatchObject({ title: "Greetings", systemPrompt: "Be kind." });
  expect(view.messages.map((message) => message.text)).toEqual(["Hello", "Hi."]);
  expect(view.messages[1]?.siblingIds).toEqual([started.messageId, retried.messageId]);
  expect((await client.list({})).total).toBe(1);
  await expect
    .poll(() => [...types].toSorted())
    .toEqual(["chat", "context", "delta", "message", "path", "run", "run-ended", "snapshot"]);
  await client.remove({ chatId: chat.id });
  await client.erase({ chatId: chat.id });
  await reading;
  expect(types).toContain("removed");
});

test("what is not there, or does not fit, is refused by code", async () => {
  const client = createRouterClient(chatRoutes(open.service));
  await expect(client.get({ chatId: MODEL_ID })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(client.watch({ chatId: MODEL_ID })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(client.removePreset({ id: MODEL_ID })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const chat = await client.create({});
  const sampling = { ...chat.sampling, temperature: -1 };
  await expect(client.configure({ chatId: chat.id, sampling })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(client.rename({ chatId: chat.id, title: "  " })).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("presets: the built-in ones stay as they are, the user's can be saved, changed and removed", async () => {
  const client = createRouterClient(chatRoutes(open.service));
  const builtIn = await client.presets();
  expect(builtIn.map((preset) => preset.name)).toEqual(["balanced", "precise", "creative", "exact"]);
  const [first] = builtIn;
  if (!first) throw new Error("no presets");
  const { sampling } = first;
  await expect(client.savePreset({ id: first.id, name: "Mine", sampling })).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(client.removePreset({ id: first.id })).rejects.toMatchObject({ code: "CONFLICT" });
  const mine = await client.savePreset({ id: null, name: "Mine", sampling: { ...sampling, temperature: 0.2 } });
  await client.savePreset({ id: mine.id, name: "Letters", sampling: { ...sampling, temperature: 0.4 } });
  expect((await client.presets()).at(-1)).toMatchObject({
    name: "Letters",
    builtIn: false,
    sampling: { temperature: 0.4 },
  });
  await client.removePreset({ id: mine.id });
  expect(await client.presets()).toEqual(builtIn);
});
