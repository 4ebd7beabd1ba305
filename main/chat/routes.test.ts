import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { createDrafts } from "./drafts/service.ts";
import { createEvaluate } from "./evaluate/service.ts";
import { chatRoutes } from "./routes.ts";
import { noDocuments } from "./testing/no-documents.ts";
import { noPresets } from "./testing/no-presets.ts";
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
  const client = createRouterClient(
    chatRoutes(
      open.service,
      createDrafts(open.store),
      createEvaluate({ ...open, documents: noDocuments, presets: noPresets }),
      open.exchange,
    ),
  );
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
  const client = createRouterClient(
    chatRoutes(
      open.service,
      createDrafts(open.store),
      createEvaluate({ ...open, documents: noDocuments, presets: noPresets }),
      open.exchange,
    ),
  );
  await expect(client.get({ chatId: MODEL_ID })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(client.watch({ chatId: MODEL_ID })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const chat = await client.create({});
  const gone = { chatId: chat.id, presetId: MODEL_ID };
  await expect(client.configure(gone)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const sampling = { ...chat.sampling, temperature: -1 };
  await expect(client.configure({ chatId: chat.id, sampling })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(client.rename({ chatId: chat.id, title: "  " })).rejects.toMatchObject({ code: "BAD_REQUEST" });
});
