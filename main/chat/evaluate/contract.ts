import { oc } from "@orpc/contract";
import { z } from "zod";
import { id, timestamp } from "../../rpc/shapes.ts";
import { finders } from "../../documents/grounding/contract.ts";
import { strictness } from "../grounding/contract.ts";

/** A passage that a question should find. */
export const expectedPassage = z.strictObject({
  /** With or without its ending; "": any. */
  documentName: z.string().max(1_000),
  /** Words of it; "": any passage of the document. */
  text: z.string().max(20_000),
});
export type ExpectedPassage = z.infer<typeof expectedPassage>;

export const evaluationQuestion = z.strictObject({
  id,
  collectionId: id,
  question: z.string(),
  /** Any of them is right; empty: nothing in the documents answers it. */
  expected: z.array(expectedPassage),
  createdAt: timestamp,
});
export type EvaluationQuestion = z.infer<typeof evaluationQuestion>;

/** null: there were no questions that it could be measured by. All from 0 to 1. */
export const evaluationFigures = z.strictObject({
  /** Share of the questions with an answer for which an expected passage is among the first 5, the first 10. */
  recall5: z.number().nullable(),
  recall10: z.number().nullable(),
  ndcg10: z.number().nullable(),
  /** Of those for which was said that the documents do not answer: how many are so. */
  abstentionPrecision: z.number().nullable(),
  /** Of those that the documents do not answer: for how many was that said. */
  abstentionRecall: z.number().nullable(),
  /** Share of the answers' sentences that their sources support. */
  supportRate: z.number().nullable(),
});
export type EvaluationFigures = z.infer<typeof evaluationFigures>;

export const questionResult = z.strictObject({
  questionId: id,
  question: z.string(),
  isAnswerable: z.boolean(),
  /** Places of the expected passages among the first 10, from 1. */
  ranks: z.array(z.number().int()),
  isAbstained: z.boolean(),
  /** Sentences of the answer; 0 without answers. */
  checked: z.number().int(),
  supported: z.number().int(),
});
export type QuestionResult = z.infer<typeof questionResult>;

export const evaluationRun = z.strictObject({
  id,
  collectionId: id,
  endedAt: timestamp,
  strictness,
  /** That answered; null: passages alone were looked at. */
  modelName: z.string().nullable(),
  /** That found the passages; not kept with the first runs that there were. */
  finders: finders.optional(),
  figures: evaluationFigures,
  results: z.array(questionResult),
});
export type EvaluationRun = z.infer<typeof evaluationRun>;

const ofCollection = z.strictObject({ collectionId: id });
const question = z.string().trim().min(1).max(4_000);
const expected = z.array(expectedPassage).max(100);

export const evaluateContract = {
  /** The questions, the oldest first, and the last ten runs, the newest first. */
  list: oc
    .input(ofCollection)
    .output(z.strictObject({ questions: z.array(evaluationQuestion), runs: z.array(evaluationRun) })),
  add: oc.input(z.strictObject({ collectionId: id, question, expected })).output(evaluationQuestion),
  /** The question of this answer, with the passages that it rests on; or that nothing answers it, where it says so. CONFLICT. */
  keepAnswer: oc.input(z.strictObject({ messageId: id })).output(evaluationQuestion),
  remove: oc.input(z.strictObject({ questionId: id })).output(z.strictObject({})),
  /**
   * From a CSV file with the columns question, expected and document, or a BEIR folder (queries.jsonl and qrels/test.tsv, with
   * documents' names as corpus ids). NOT_FOUND, INVALID_INPUT.
   */
  import: oc
    .input(z.strictObject({ collectionId: id, path: z.string().min(1).max(4_096) }))
    .output(z.strictObject({ added: z.number().int() })),
  /** As a job. CONFLICT without questions. */
  run: oc
    .input(z.strictObject({ collectionId: id, strictness, withAnswers: z.boolean() }))
    .output(z.strictObject({ jobId: id })),
};
