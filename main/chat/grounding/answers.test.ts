import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Ground, GroundRequest } from "#main/documents/grounding/ground.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import type { AnswersFrom } from "./contract.ts";
import { noDocuments } from "../testing/no-documents.ts";
import { openChatWith, type OpenChat, say } from "../testing/open-chat.ts";
import { createScriptedEngines } from "../testing/scripted-engines.ts";

const COLLECTION_ID = "01890000-0000-7000-8000-0000000000c1";
const DOCUMENT_ID = "01890000-0000-7000-8000-0000000000d1";
const FROM: AnswersFrom = {
  sources: [{ kind: "collection", collectionId: COLLECTION_ID, name: "Leases" }],
  strictness: "balanced",
};
const RENT = "The Tenant shall pay a yearly rent of £24,000.";

let folder: ReturnType<typeof temporaryFolder>;
let open: OpenChat;
let found: Ground;
let asked: GroundRequest[];

function groundOf(answerable: number): Ground {
  const place = { parts: [{ page: 1, start: 0, end: RENT.length }], section: "" };
  return {
    passages: [
      {
        ...{ key: 1, documentId: DOCUMENT_ID, documentName: "Lease.pdf", documentKind: "pdf", sha256: "s" },
        ...{ ...place, text: RENT, similarity: 0.8 },
      },
    ],
    coverage: { documents: 1, pages: 2, passages: 3, unreadablePages: 0, unread: [], isByMeaning: true },
    answerable,
  };
}

beforeEach(async () => {
  folder = temporaryFolder();
  found = groundOf(0.9);
  asked = [];
  open = await openChatWith(folder.path, createScriptedEngines(), {
    ...noDocuments,
    ground(request) {
      asked.push(request);
      return Promise.resolve(found);
    },
  });
});
afterEach(async () => {
  await open.close();
  folder[Symbol.dispose]();
});

function newChat(): string {
  const { id } = open.newChat();
  open.service.configure(id, { answersFrom: FROM });
  return id;
}

/** Sentences are checked with room between them, so that this takes turns of the event loop. */
function ended(chatId: string): Promise<void> {
  return vi.waitFor(() => expect(open.service.get(chatId).runs).toEqual([]), { interval: 1 });
}

async function answer(chatId: string, question: string, text: string) {
  say(open, chatId, question);
  const writer = await open.engines.nextWriter();
  writer.write(text);
  writer.end();
  await ended(chatId);
  return { message: open.service.get(chatId).messages.at(-1), writer };
}

test("an answer has its passages, what was searched, and a finding for each sentence", async () => {
  const chatId = newChat();
  const { message, writer } = await answer(
    chatId,
    "What is the rent?",
    "The yearly rent is £24,000 [1]. It is due on Mondays [1].",
  );
  expect(writer.input.prompt).toMatchObject({ turns: [{ text: expect.stringContaining(`| ${RENT}`) as string }] });
  expect(message?.grounding).toMatchObject({
    passages: [{ number: 1, documentName: "Lease.pdf" }],
    coverage: { passages: 3 },
    abstained: null,
  });
  expect(message?.grounding?.sentences.map(({ support }) => support?.verdict)).toEqual(["supported", "not-found"]);
});

test("the question before is searched with; its passages are not sent again", async () => {
  const chatId = newChat();
  await answer(chatId, "What is the rent?", "It is £24,000 a year [1].");
  const { writer } = await answer(chatId, "And when?", "Not in these documents.");
  expect(asked[1]).toMatchObject({ question: "And when?", before: "What is the rent?" });
  const { prompt } = writer.input;
  expect(prompt.kind === "chat" && prompt.turns[0]?.text).toBe("What is the rent?");
  expect(open.service.get(chatId).messages.at(-1)?.grounding?.abstained).toBe("model");
});

test("where the passages hardly answer, no model is asked, until somebody wants it anyway", async () => {
  found = groundOf(0.05);
  const chatId = newChat();
  const { messageId } = say(open, chatId, "Who won the cup?");
  await ended(chatId);
  const message = open.service.get(chatId).messages.at(-1);
  expect(message).toMatchObject({ text: "", status: "complete", grounding: { abstained: "app" } });
  expect(open.engines.prompts).toHaveLength(0);

  open.service.retry({ messageId, exactly: false, anyway: true });
  const writer = await open.engines.nextWriter();
  writer.write("Nobody did [1].");
  writer.end();
  await ended(chatId);
  expect(open.service.get(chatId).messages.at(-1)?.grounding).toMatchObject({ abstained: null, strictness: "always" });
});

test("run again exactly gives the passages of then, whatever a search finds now", async () => {
  const chatId = newChat();
  const { message } = await answer(chatId, "What is the rent?", "It is £24,000 a year [1].");
  found = { ...groundOf(0.9), passages: [] };
  open.service.retry({ messageId: message?.id ?? "", exactly: true });
  const writer = await open.engines.nextWriter();
  expect(writer.input.prompt).toMatchObject({ turns: [{ text: expect.stringContaining(`| ${RENT}`) as string }] });
  expect(asked).toHaveLength(1);
  writer.end();
});

test("a killed app keeps what an answer was written from", async () => {
  const chatId = newChat();
  say(open, chatId, "What is the rent?");
  const writer = await open.engines.nextWriter();
  writer.write("It is £24,000 a year [1]. It");
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  open.kill();
  open = await openChatWith(folder.path, createScriptedEngines());
  expect(open.service.get(chatId).messages.at(-1)).toMatchObject({
    status: "failed",
    grounding: { passages: [{ text: RENT }] },
  });
});
