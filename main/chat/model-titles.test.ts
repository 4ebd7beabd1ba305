import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { exchange, type OpenChat, openChat, say, until } from "./testing/open-chat.ts";
import { titleIn } from "./title.ts";

describe("what a model writes as a title", () => {
  test.each([
    ['"Notice periods in German leases."', "Notice periods in German leases"],
    ['"**\\"A Storm at Sea\\"**"', "A Storm at Sea"],
    ['"Dosis von Metformin:"', "Dosis von Metformin"],
    ['"Title"', null],
    ['"…"', null],
    ['"cut of', null],
    ["7", null],
  ])("%s", (written, title) => expect(titleIn(written)).toBe(title));
});

describe("a chat that nobody has named", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let open: OpenChat;

  beforeEach(async () => {
    folder = temporaryFolder();
    open = await openChat(folder.path);
    open.engines.hasChatTemplate = true;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await open.close();
    folder[Symbol.dispose]();
  });

  const titleOf = (chatId: string) => {
    const { title, titleBy } = open.service.get(chatId).chat;
    return { title, titleBy };
  };

  async function asked() {
    await vi.advanceTimersByTimeAsync(3_000);
    return open.engines.nextWriter();
  }

  test("is named by its model when nobody waits, from the conversation in its cache", async () => {
    const chat = open.newChat();
    await exchange(open, chat.id, "How long is the notice?", "Three months.");
    const writer = await asked();
    expect(writer.input).toMatchObject({ conversationKey: chat.id, sampling: { temperature: 0 } });
    expect(writer.input.prompt).toMatchObject({
      turns: [{ text: "How long is the notice?" }, { text: "Three months." }, {}],
    });
    writer.write('"Notice period"');
    writer.end();
    await until(() => titleOf(chat.id).titleBy === "model");
    expect(titleOf(chat.id).title).toBe("Notice period");
  });

  test("waits while somebody asks on, and is named afterwards", async () => {
    const chat = open.newChat();
    await exchange(open, chat.id, "How long is the notice?", "Three months.");
    const first = await asked();
    const { messageId } = say(open, chat.id, "And the rent?");
    expect(first.signal.aborted).toBe(true);
    const answer = await open.engines.nextWriter();
    expect(answer.input.jsonSchema).toBeUndefined();
    answer.write("900.");
    answer.end();
    await until(() => open.service.get(chat.id).messages.find(({ id }) => id === messageId)?.status === "complete");
    const again = await asked();
    again.write('"Notice and rent"');
    again.end();
    await until(() => titleOf(chat.id).title === "Notice and rent");
  });

  test("keeps the title that its user gives meanwhile", async () => {
    const chat = open.newChat();
    await exchange(open, chat.id, "How long is the notice?", "Three months.");
    const writer = await asked();
    open.service.rename(chat.id, "Lease of 2019");
    writer.write('"Notice period"');
    writer.end();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(titleOf(chat.id)).toEqual({ title: "Lease of 2019", titleBy: "user" });
  });

  test("keeps its first words where the model has no template of its own, or says nothing that is a title", async () => {
    open.engines.hasChatTemplate = false;
    const ofBase = open.newChat();
    await exchange(open, ofBase.id, "Once upon a time", "there was");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(titleOf(ofBase.id)).toEqual({ title: "Once upon a time", titleBy: "first-words" });
    open.engines.hasChatTemplate = true;
    const chat = open.newChat();
    await exchange(open, chat.id, "How long is the notice?", "Three months.");
    const writer = await asked();
    expect(writer.input.conversationKey).toBe(chat.id);
    writer.write('"Title"');
    writer.end();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(titleOf(chat.id).title).toBe("How long is the notice?");
  });
});
