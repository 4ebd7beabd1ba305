import { afterEach, beforeEach, expect, test } from "vitest";
import { createJobs } from "#main/jobs/service.ts";
import { createLog } from "#main/lib/log.ts";
import type { ModelPresets } from "#main/models/lease.ts";
import { DEFAULT_SETTINGS } from "#main/settings/defaults.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { createChat } from "./service.ts";
import { noDocuments } from "./testing/no-documents.ts";
import { noPresets, SAMPLING } from "./testing/no-presets.ts";
import { exchange, openChat, type OpenChat } from "./testing/open-chat.ts";
import { MODEL_ID, OTHER_MODEL_ID } from "./testing/scripted-engines.ts";

const voice = { adapterId: "01890000-0000-7000-8000-0000000000aa", name: "Voice", scale: 0.8 };
const terse = { adapterId: "01890000-0000-7000-8000-0000000000bb", name: "Terse", scale: 1.5 };

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

test("a new chat begins with what is usual for its model, or for the default one", () => {
  open.engines.usual.set(MODEL_ID, [voice]);
  open.engines.usual.set(OTHER_MODEL_ID, [terse]);
  const { service } = open;
  expect(service.create({ mode: "chat", modelId: null }).adapters).toEqual([voice]);
  expect(service.create({ mode: "chat", modelId: OTHER_MODEL_ID }).adapters).toEqual([terse]);
});

test("each model has the chat's own adapters, which come back with it", () => {
  open.engines.usual.set(OTHER_MODEL_ID, [terse]);
  const { id: chatId } = open.service.create({ mode: "chat", modelId: MODEL_ID });
  open.service.configure(chatId, { adapters: [voice, { ...terse, scale: 0.1 }] });
  expect(open.service.configure(chatId, { modelId: OTHER_MODEL_ID }).adapters).toEqual([terse]);
  open.service.configure(chatId, { adapters: [] });
  expect(open.service.configure(chatId, { modelId: MODEL_ID }).adapters).toEqual([voice, { ...terse, scale: 0.1 }]);
  expect(open.service.configure(chatId, { modelId: OTHER_MODEL_ID }).adapters).toEqual([]);
});

test("with and without: the same seed and settings, without what it was written with, or with what the chat has", async () => {
  const { id: chatId } = open.service.create({ mode: "chat", modelId: MODEL_ID });
  open.service.configure(chatId, { adapters: [voice] });
  const { messageId } = await exchange(open, chatId, "Hello", "Good day.");
  const first = open.service.get(chatId).messages.at(-1)?.generation;
  // Later changes of the chat are not part of the comparison.
  open.service.configure(chatId, { adapters: [terse], systemPrompt: "Be brief." });

  const without = open.service.compare({ messageId });
  const plain = await open.engines.nextWriter();
  expect(plain.input).toMatchObject({ adapters: [], seed: first?.seed, sampling: first?.sampling });
  plain.write("Hi.");
  plain.end();
  await expect.poll(() => open.service.get(chatId).chat.running).toBe(false);
  const beside = open.service.get(chatId).messages.at(-1);
  expect(beside).toMatchObject({ id: without.messageId, siblingIds: [messageId, without.messageId] });
  expect(beside?.generation).toMatchObject({ adapters: [], systemPrompt: first?.systemPrompt });

  open.service.compare({ messageId: without.messageId });
  const voiced = await open.engines.nextWriter();
  expect(voiced.input).toMatchObject({ adapters: [{ scale: 1.5 }], seed: first?.seed });
  voiced.end();
});

test("where nothing is on there is nothing to compare", async () => {
  const { id: chatId } = open.service.create({ mode: "chat", modelId: MODEL_ID });
  const { messageId } = await exchange(open, chatId, "Hello", "Good day.");
  open.service.configure(chatId, { adapters: [{ ...voice, scale: 0 }] });
  expect(() => open.service.compare({ messageId })).toThrow(expect.objectContaining({ code: "CONFLICT" }) as Error);
});

test("a preset brings its adapters, into the chat that takes it and into new ones where it is usual", () => {
  const parts = { sampling: SAMPLING, systemPrompt: null, template: null, load: {}, drafting: null };
  const preset = { id: voice.adapterId, modelId: MODEL_ID, name: "Ward", builtIn: false, ...parts, adapters: [voice] };
  const presets: ModelPresets = {
    ...noPresets,
    find: () => preset,
    forNewChat: () => ({ sampling: SAMPLING, systemPrompt: null, adapters: [terse] }),
  };
  const { store, engines } = open;
  const log = createLog({ level: "silent" });
  const service = createChat({
    store,
    engines,
    presets,
    settings: { get: () => DEFAULT_SETTINGS },
    documents: noDocuments,
    jobs: createJobs({ store, log }),
    log,
  });
  const chat = service.create({ mode: "chat", modelId: MODEL_ID });
  expect(chat.adapters).toEqual([terse]);
  expect(service.configure(chat.id, { presetId: preset.id }).adapters).toEqual([voice]);
});
