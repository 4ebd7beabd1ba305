import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Cursor } from "#main/documents/grounding/everything.ts";
import type { GivenPassage } from "#main/documents/grounding/contract.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import type { Grounding } from "../grounding/contract.ts";
import { noDocuments } from "../testing/no-documents.ts";
import { type OpenChat, openChatWith, say } from "../testing/open-chat.ts";
import { createScriptedEngines, type Writer } from "../testing/scripted-engines.ts";
import { takeIn } from "./findings.ts";
import { asksForEverything, linesOf } from "./prompt.ts";

const DOCUMENT_ID = "01890000-0000-7000-8000-0000000000d1";
const COLLECTION_ID = "01890000-0000-7000-8000-0000000000c1";
const SOURCES = [{ kind: "collection" as const, collectionId: COLLECTION_ID, name: "Charts" }];

function passage(key: number, text: string): Omit<GivenPassage, "number"> {
  return {
    ...{ key, documentId: DOCUMENT_ID, documentName: "Chart.pdf", documentKind: "pdf", sha256: "s", similarity: null },
    ...{ parts: [{ page: key, start: 0, end: text.length }], section: "", text },
  };
}

const TEXTS = Array.from({ length: 30 }, (_, at) =>
  at % 10 === 3 ? `On day ${String(at)} Mrs Okafor fell beside her bed.` : `Day ${String(at)} was quiet on the ward.`,
);
const EXTENT = {
  passages: TEXTS.length,
  tokens: 600,
  coverage: { documents: 1, pages: 30, passages: TEXTS.length, unreadablePages: 0, unread: [], isByMeaning: true },
};

describe("a model's reply", () => {
  test("gives its lines without marks; what says nothing is no finding", () => {
    expect(linesOf("Here is what I found:\n- She fell [1].\n2. He too [2]\n\nNothing.")).toEqual([
      "She fell [1].",
      "He too [2]",
    ]);
    for (const reply of ["Nothing.", "**None**", "The passages do not say.", "Not in these passages.", "-"])
      expect(linesOf(reply)).toEqual([]);
  });

  test.each([
    ["How many falls are there?", true],
    ["List every fall.", true],
    ["Is there any mention of rain?", true],
    ["Wie viele Stürze gab es?", true],
    ["When did she fall?", false],
  ])("%s", (question, asks) => expect(asksForEverything(question)).toBe(asks));
});

describe("findings", () => {
  const begun: Grounding = {
    ...{ passages: [], coverage: EXTENT.coverage, strictness: "balanced", answerable: 1, abstained: null },
    ...{ sentences: [], checkedTo: 0, unknownCitations: [], asksForEverything: true },
    everything: { sources: SOURCES, passages: 3, read: 0, dropped: 0, cursor: null, isDone: false },
  };
  const batch = [
    passage(7, "On day 3 Mrs Okafor fell beside her bed."),
    passage(8, "Mrs Okafor fell beside her bed on day 3, it is said."),
  ].map((one, at) => ({ ...one, number: at + 1 }));

  test("what no passage says is left out; the same is cited once more, not said again", () => {
    const lines = [
      "Mrs Okafor fell beside her bed on day 3 [1].",
      "She won the lottery in Lisbon [1].",
      "On day 3 Mrs Okafor fell beside her bed [2].",
    ];
    const { grounding, text, dropped } = takeIn(begun, "", lines, batch);
    expect(text).toBe("- Mrs Okafor fell beside her bed on day 3.\n");
    expect(dropped).toBe(1);
    expect(grounding.sentences).toHaveLength(1);
    expect(grounding.sentences[0]?.from).toEqual([1, 2]);
    expect(grounding.passages.map(({ number, key }) => [number, key])).toEqual([
      [1, 7],
      [2, 8],
    ]);
    const { start, end } = grounding.sentences[0] ?? { start: 0, end: 0 };
    expect(text.slice(start, end)).toBe("Mrs Okafor fell beside her bed on day 3.");
  });

  test("findings with other figures are others", () => {
    const two = [passage(1, "On day 3 she fell."), passage(2, "On day 13 she fell.")].map((one, at) => ({
      ...one,
      number: at + 1,
    }));
    expect(
      takeIn(begun, "", ["On day 3 she fell [1].", "On day 13 she fell [2]."], two).grounding.sentences,
    ).toHaveLength(2);
  });
});

describe("reading everything", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let open: OpenChat;
  let asked: (Cursor | null)[];

  const start = async () =>
    openChatWith(folder.path, createScriptedEngines(), {
      ...noDocuments,
      extent: () => Promise.resolve(EXTENT),
      passagesAfter(_, cursor, limit) {
        asked.push(cursor);
        const from = cursor?.key ?? 0;
        const passages = TEXTS.slice(from, from + Math.min(limit, 10)).map((text, at) => passage(from + at + 1, text));
        const last = passages.at(-1);
        return Promise.resolve({ passages, cursor: last ? { documentId: DOCUMENT_ID, key: last.key } : null });
      },
      ground: () => Promise.resolve({ passages: [], coverage: EXTENT.coverage, answerable: 0 }),
    });

  beforeEach(async () => {
    folder = temporaryFolder();
    asked = [];
    open = await start();
  });
  afterEach(async () => {
    await open.close();
    folder[Symbol.dispose]();
  });

  async function ask(): Promise<{ chatId: string; messageId: string }> {
    const { id: chatId } = open.newChat();
    open.service.configure(chatId, { answersFrom: { sources: SOURCES, strictness: "balanced" } });
    const first = say(open, chatId, "How many falls are there?");
    await vi.waitFor(() => expect(open.service.get(chatId).runs).toEqual([]), { interval: 1 });
    const { messageId } = open.service.readEverything({ messageId: first.messageId });
    return { chatId, messageId };
  }

  /** What a good model writes of a batch. */
  function replyTo({ input }: Writer): string {
    const text = input.prompt.kind === "chat" ? (input.prompt.turns[0]?.text ?? "") : "";
    const falls = [...text.matchAll(/\[(\d+)\] Chart\.pdf[^\n]*\n\| (On day \d+ Mrs Okafor fell[^\n]*)/g)];
    return falls.length === 0
      ? "Nothing."
      : falls.map(([, number, line]) => `- ${line ?? ""} [${number ?? ""}]`).join("\n");
  }

  async function batch(): Promise<void> {
    const writer = await open.engines.nextWriter();
    writer.write(replyTo(writer));
    writer.end();
  }

  const message = (chatId: string) => open.service.get(chatId).messages.at(-1);

  test("every passage is read in turn, and each finding has its passage", async () => {
    const { chatId } = await ask();
    for (let count = 0; count < 3; count += 1) await batch();
    await vi.waitFor(() => expect(open.service.get(chatId).runs).toEqual([]), { interval: 1 });
    expect(message(chatId)).toMatchObject({
      status: "complete",
      grounding: { everything: { read: 30, isDone: true } },
    });
    expect(message(chatId)?.text.split("\n").filter(Boolean)).toEqual([
      "- On day 3 Mrs Okafor fell beside her bed.",
      "- On day 13 Mrs Okafor fell beside her bed.",
      "- On day 23 Mrs Okafor fell beside her bed.",
    ]);
    expect(message(chatId)?.grounding?.passages.map(({ key }) => key)).toEqual([4, 14, 24]);
    await vi.waitFor(() => expect(open.jobs.list()[0]).toMatchObject({ kind: "read-everything", state: "done" }));
  });

  test("after a kill it goes on behind the last batch that was saved, and loses nothing", async () => {
    const { chatId, messageId } = await ask();
    await batch();
    await batch();
    await open.engines.nextWriter();
    open.kill();
    open = await start();
    await batch();
    await vi.waitFor(() => expect(open.service.get(chatId).runs).toEqual([]), { interval: 1 });
    expect(asked.slice(0, 5).map((cursor) => cursor?.key ?? 0)).toEqual([0, 10, 20, 20, 30]);
    const after = open.service.get(chatId).messages.find(({ id }) => id === messageId);
    expect(after?.text.match(/fell/g)).toHaveLength(3);
    expect(after).toMatchObject({ status: "complete", grounding: { everything: { isDone: true } } });
  });

  test("stopped in the chat, what was found is kept, the job is given up, and it can be gone on with", async () => {
    const { chatId } = await ask();
    await batch();
    await open.engines.nextWriter();
    const [run] = open.service.get(chatId).runs;
    open.service.stop(run?.id ?? "");
    await vi.waitFor(() => expect(open.service.get(chatId).runs).toEqual([]), { interval: 1 });
    expect(message(chatId)).toMatchObject({
      status: "stopped",
      grounding: { everything: { read: 10, isDone: false } },
    });
    await vi.waitFor(() => expect(open.jobs.list()[0]?.state).toBe("cancelled"));
    open.service.resume({ messageId: message(chatId)?.id ?? "" });
    await batch();
    await batch();
    await vi.waitFor(() => expect(open.service.get(chatId).runs).toEqual([]), { interval: 1 });
    expect(message(chatId)?.grounding?.everything).toMatchObject({ read: 30, isDone: true });
  });

  test("where nothing is found that is said, and a chat without documents has nothing to read", async () => {
    const { chatId } = await ask();
    for (let count = 0; count < 3; count += 1) {
      const writer = await open.engines.nextWriter();
      writer.write("Nothing.");
      writer.end();
    }
    await vi.waitFor(() => expect(open.service.get(chatId).runs).toEqual([]), { interval: 1 });
    expect(message(chatId)).toMatchObject({
      text: "",
      grounding: { abstained: "model", everything: { isDone: true } },
    });
    open.service.configure(chatId, { answersFrom: { sources: [], strictness: "balanced" } });
    expect(() => open.service.readEverything({ messageId: message(chatId)?.id ?? "" })).toThrow("no documents");
  });
});
