import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Ground } from "#main/documents/grounding/ground.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { noDocuments } from "../testing/no-documents.ts";
import { noPresets } from "../testing/no-presets.ts";
import { type OpenChat, openChatWith, say } from "../testing/open-chat.ts";
import { createScriptedEngines } from "../testing/scripted-engines.ts";
import type { QuestionResult } from "./contract.ts";
import { figuresOf, isExpected } from "./figures.ts";
import { fromCsv, importQuestions } from "./import-questions.ts";
import { createEvaluate, type EvaluateService } from "./service.ts";

const COLLECTION_ID = "01890000-0000-7000-8000-0000000000c1";
const DOCUMENT_ID = "01890000-0000-7000-8000-0000000000d1";
const RENT = "The Tenant shall pay a yearly rent of £24,000.";
const NOTICE = "Either party may end this lease by six months' notice in writing.";

const FINDERS = { meaning: "MiniLM", order: { by: "Ranks", problem: null } };

describe("what is expected", () => {
  const passage = { documentName: "Lease.pdf", text: RENT };
  test.each([
    ["the same text in other white space", { documentName: "", text: "yearly  rent\nof £24,000" }, true],
    ["its document by name, without the ending", { documentName: "lease", text: "" }, true],
    ["another document", { documentName: "Letter", text: "yearly rent" }, false],
    ["most of its words", { documentName: "", text: "The Tenant pays a rent of £24,000 each year." }, true],
    ["other words", { documentName: "", text: "Pets are welcome in the garden." }, false],
  ])("%s", (_, expected, is) => expect(isExpected(passage, expected)).toBe(is));
});

test("figures come from the questions that they are about, and are unknown without any", () => {
  const result = (more: Partial<QuestionResult>): QuestionResult => ({
    ...{ questionId: "q", question: "?", isAnswerable: true, ranks: [], isAbstained: false, checked: 0, supported: 0 },
    ...more,
  });
  const figures = figuresOf([
    result({ ranks: [1], checked: 2, supported: 1 }),
    result({ ranks: [7] }),
    result({ ranks: [], isAbstained: true }),
    result({ isAnswerable: false, isAbstained: true }),
    result({ isAnswerable: false, checked: 2, supported: 2 }),
  ]);
  expect(figures.recall5).toBeCloseTo(1 / 3);
  expect(figures.recall10).toBeCloseTo(2 / 3);
  expect(figures.ndcg10).toBeCloseTo((1 + 1 / 3) / 3);
  expect(figures).toMatchObject({ abstentionPrecision: 0.5, abstentionRecall: 0.5, supportRate: 0.75 });
  expect(figuresOf([])).toEqual({
    ...{ recall5: null, recall10: null, ndcg10: null },
    ...{ abstentionPrecision: null, abstentionRecall: null, supportRate: null },
  });
});

describe("questions of others", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => void (folder = temporaryFolder()));
  afterEach(() => folder[Symbol.dispose]());

  test("a CSV has them by its columns' names; rows of one question are several right passages", () => {
    const csv = 'Question;Document;Expected\n"What; rent?";Lease;"£24,000"\n"What; rent?";;twenty-four\nWho won?;;\n';
    expect(fromCsv(csv)).toEqual([
      {
        question: "What; rent?",
        expected: [
          { documentName: "Lease", text: "£24,000" },
          { documentName: "", text: "twenty-four" },
        ],
      },
      { question: "Who won?", expected: [] },
    ]);
    expect(() => fromCsv("a,b\n1,2\n")).toThrow("no columns");
  });

  test("a BEIR folder has them with the documents that are right", async () => {
    writeFileSync(
      join(folder.path, "queries.jsonl"),
      '{"_id":"1","text":"What rent?"}\n{"_id":"2","text":"Who won?"}\n',
    );
    mkdirSync(join(folder.path, "qrels"));
    writeFileSync(join(folder.path, "qrels/test.tsv"), "query-id\tcorpus-id\tscore\n1\tLease\t1\n1\tLetter\t0\n");
    expect(await importQuestions(folder.path)).toEqual([
      { question: "What rent?", expected: [{ documentName: "Lease", text: "" }] },
      { question: "Who won?", expected: [] },
    ]);
  });

  test("what is no such file is refused in words", async () => {
    await expect(importQuestions(join(folder.path, "none.csv"))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(importQuestions(folder.path)).rejects.toThrow("no queries.jsonl");
    writeFileSync(join(folder.path, "queries.jsonl"), "{broken\n");
    await expect(importQuestions(folder.path)).rejects.toThrow("Line 1");
  });
});

describe("a run", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let open: OpenChat;
  let evaluate: EvaluateService;

  const ground = (question: string): Ground => ({
    passages: [NOTICE, RENT].map((text, at) => ({
      ...{ key: at + 1, documentId: DOCUMENT_ID, documentName: "Lease.pdf", documentKind: "pdf" as const, sha256: "s" },
      ...{ parts: [{ page: 1, start: 0, end: text.length }], section: "", text, similarity: 0.6 },
    })),
    coverage: {
      documents: 1,
      pages: 1,
      passages: 2,
      unreadablePages: 0,
      unread: [],
      isByMeaning: true,
      finders: FINDERS,
    },
    answerable: question.includes("cup") ? 0.01 : 0.9,
  });

  beforeEach(async () => {
    folder = temporaryFolder();
    const documents = {
      ...noDocuments,
      ground: ({ question }: { question: string }) => Promise.resolve(ground(question)),
    };
    open = await openChatWith(folder.path, createScriptedEngines(), documents);
    evaluate = createEvaluate({ ...open, documents, presets: noPresets });
  });
  afterEach(async () => {
    await open.close();
    folder[Symbol.dispose]();
  });

  const ended = () => vi.waitFor(() => expect(evaluate.list(COLLECTION_ID).runs).not.toEqual([]), { interval: 5 });

  test("asks each question, with answers where they are wanted, and keeps what came of it", async () => {
    evaluate.add({
      collectionId: COLLECTION_ID,
      question: "What rent?",
      expected: [{ documentName: "", text: "yearly rent of £24,000" }],
    });
    evaluate.add({ collectionId: COLLECTION_ID, question: "Who won the cup?", expected: [] });
    evaluate.run({ collectionId: COLLECTION_ID, strictness: "balanced", withAnswers: true });
    const writer = await open.engines.nextWriter();
    expect(writer.input.sampling.temperature).toBe(0);
    writer.write("The yearly rent is £24,000 [2]. It rains in Bergen [1].");
    writer.end();
    await ended();
    const [run] = evaluate.list(COLLECTION_ID).runs;
    expect(run?.results).toMatchObject([
      { ranks: [2], isAbstained: false, checked: 2, supported: 1 },
      { isAnswerable: false, isAbstained: true, checked: 0 },
    ]);
    expect(run?.figures).toMatchObject({ recall5: 1, abstentionRecall: 1, supportRate: 0.5 });
    expect(run?.modelName).not.toBeNull();
    expect(run?.finders).toEqual(FINDERS);
  });

  test("without questions there is nothing to run; one is kept from an answer, with its passages", async () => {
    expect(() => evaluate.run({ collectionId: COLLECTION_ID, strictness: "strict", withAnswers: false })).toThrow(
      "no questions",
    );
    const { id: chatId } = open.newChat();
    const sources = [{ kind: "collection" as const, collectionId: COLLECTION_ID, name: "Leases" }];
    open.service.configure(chatId, { answersFrom: { sources, strictness: "balanced" } });
    const { messageId } = say(open, chatId, "What rent is paid?");
    const writer = await open.engines.nextWriter();
    writer.write("The yearly rent is £24,000 [2].");
    writer.end();
    await vi.waitFor(() => expect(open.service.get(chatId).runs).toEqual([]), { interval: 1 });
    evaluate.keepAnswer(messageId);
    const [kept] = evaluate.list(COLLECTION_ID).questions;
    expect(kept).toMatchObject({
      question: "What rent is paid?",
      expected: [{ documentName: "Lease.pdf", text: RENT }],
    });
    evaluate.run({ collectionId: COLLECTION_ID, strictness: "balanced", withAnswers: false });
    await ended();
    expect(evaluate.list(COLLECTION_ID).runs[0]).toMatchObject({
      modelName: null,
      figures: { recall5: 1, supportRate: null },
    });
    evaluate.remove(kept?.id ?? "");
    expect(evaluate.list(COLLECTION_ID).questions).toEqual([]);
  });
});
