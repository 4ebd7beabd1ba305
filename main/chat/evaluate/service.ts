import type { Jobs } from "#main/jobs/worker.ts";
import { newId } from "#main/lib/ids.ts";
import type { Store } from "#main/store/open.ts";
import type { Strictness } from "../grounding/contract.ts";
import { conflict, missing } from "../requests.ts";
import { createChatStore } from "../store.ts";
import type { EvaluationQuestion, EvaluationRun, ExpectedPassage, QuestionResult } from "./contract.ts";
import { figuresOf } from "./figures.ts";
import { importQuestions } from "./import-questions.ts";
import { type QuestionsPayload, runQuestions, type RunQuestions } from "./run-questions.ts";
import { createEvaluateStore } from "./store.ts";

/** A person's own questions of a collection, and what comes of them: the way to know whether a change helped. */
export interface EvaluateService {
  list(collectionId: string): { questions: EvaluationQuestion[]; runs: EvaluationRun[] };
  add(question: { collectionId: string; question: string; expected: ExpectedPassage[] }): EvaluationQuestion;
  keepAnswer(messageId: string): EvaluationQuestion;
  remove(questionId: string): void;
  import(collectionId: string, path: string): Promise<{ added: number }>;
  run(how: { collectionId: string; strictness: Strictness; withAnswers: boolean }): { jobId: string };
}

export interface EvaluateDeps extends RunQuestions {
  readonly store: Pick<Store, "db" | "write" | "forgetErased">;
  readonly jobs: Jobs;
}

const LISTED_RUNS = 10;

export function createEvaluate(deps: EvaluateDeps): EvaluateService {
  const { jobs } = deps;
  const { messages, chats } = createChatStore(deps.store);
  const store = createEvaluateStore(deps.store);

  jobs.register<QuestionsPayload, QuestionResult[]>({
    kind: "evaluate",
    canPause: true,
    afterRestart: "resume",
    atOnce: 1,
    aboutId: ({ collectionId }) => collectionId,
    async run(job) {
      const { runId, collectionId, strictness } = job.payload;
      const { results, modelName, finders } = await runQuestions(deps, store.questions(collectionId), job);
      const run = { id: runId, collectionId, endedAt: Date.now(), strictness, modelName, finders };
      store.keepRun({ ...run, figures: figuresOf(results), results });
    },
  });

  function add(question: Pick<EvaluationQuestion, "collectionId" | "question" | "expected">): EvaluationQuestion {
    const added = { id: newId(), createdAt: Date.now(), ...question };
    store.add([added]);
    return added;
  }

  return {
    list: (collectionId) => ({
      questions: store.questions(collectionId),
      runs: store.runs(collectionId, LISTED_RUNS),
    }),
    add,
    keepAnswer(messageId) {
      const message = messages.find(messageId);
      const question = messages.find(message?.parentId ?? "");
      const chat = message && chats.find(message.chatId);
      if (message === null || question === null || chat === null) throw missing("message");
      const { grounding } = message;
      if (grounding === null) throw conflict("This answer was not written from documents.");
      const collection = chat.answersFrom.sources.find((source) => source.kind === "collection");
      if (collection === undefined)
        throw conflict("This chat answers from single documents. Attach their collection to keep its questions.");
      const used = new Set(grounding.sentences.flatMap(({ from }) => from));
      const expected = grounding.abstained !== null ? [] : grounding.passages.filter(({ number }) => used.has(number));
      if (grounding.abstained === null && expected.length === 0)
        throw conflict("No sentence of this answer rests on a passage, so there is nothing to expect.");
      return add({
        collectionId: collection.collectionId,
        question: question.text.slice(0, 4_000),
        expected: expected.map(({ documentName, text }) => ({ documentName, text })),
      });
    },
    remove(questionId) {
      store.remove(questionId);
    },
    async import(collectionId, path) {
      const questions = await importQuestions(path);
      const createdAt = Date.now();
      store.add(
        questions.map(({ question, expected }) => ({
          ...{ id: newId(), collectionId, question, createdAt },
          expected: [...expected],
        })),
      );
      return { added: questions.length };
    },
    run({ collectionId, strictness, withAnswers }) {
      const questions = store.questions(collectionId);
      if (questions.length === 0) throw conflict("There are no questions yet. Add some first.");
      const payload: QuestionsPayload = { runId: newId(), collectionId, strictness, withAnswers };
      const subject = `${String(questions.length)}`;
      return { jobId: jobs.start<QuestionsPayload>("evaluate", subject, payload).jobId };
    },
  };
}
