import type { Store } from "#main/store/open.ts";
import type { EvaluationQuestion, EvaluationRun, ExpectedPassage } from "./contract.ts";

/** All SQL of evaluations. */
export interface EvaluateStore {
  /** The oldest first. */
  questions(collectionId: string): EvaluationQuestion[];
  add(questions: readonly EvaluationQuestion[]): void;
  /** False: there is none. */
  remove(questionId: string): boolean;
  /** The newest first. */
  runs(collectionId: string, most: number): EvaluationRun[];
  keepRun(run: EvaluationRun): void;
}

interface Row {
  id: string;
  collection_id: string;
  question: string;
  expected: string;
  created_at: number;
}

export function createEvaluateStore({ db, write }: Pick<Store, "db" | "write">): EvaluateStore {
  const questions = db.prepare<[string], Row>(
    "SELECT id, collection_id, question, expected, created_at FROM evaluation_questions WHERE collection_id = ? ORDER BY key",
  );
  const insert = db.prepare(
    "INSERT INTO evaluation_questions (id, collection_id, question, expected, created_at) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = db.prepare("DELETE FROM evaluation_questions WHERE id = ?");
  const runs = db
    .prepare<[string, number], string>(
      "SELECT run FROM evaluation_runs WHERE collection_id = ? ORDER BY ended_at DESC, key DESC LIMIT ?",
    )
    .pluck();
  const keep = db.prepare("INSERT INTO evaluation_runs (id, collection_id, ended_at, run) VALUES (?, ?, ?, ?)");
  return {
    questions: (collectionId) =>
      questions.all(collectionId).map(({ id, question, ...row }) => ({
        ...{ id, question, collectionId: row.collection_id, createdAt: row.created_at },
        expected: JSON.parse(row.expected) as ExpectedPassage[],
      })),
    add: (all) =>
      write(() => {
        for (const { id, collectionId, question, expected, createdAt } of all)
          insert.run(id, collectionId, question, JSON.stringify(expected), createdAt);
      }),
    remove: (questionId) => write(() => remove.run(questionId).changes > 0),
    runs: (collectionId, most) => runs.all(collectionId, most).map((run) => JSON.parse(run) as EvaluationRun),
    keepRun: (run) => write(() => void keep.run(run.id, run.collectionId, run.endedAt, JSON.stringify(run))),
  };
}
