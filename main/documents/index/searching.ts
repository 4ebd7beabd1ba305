import type { Db } from "#main/store/database.ts";
import type { Scores } from "../search/normalise.ts";
import { type Index, rank, type Ranked } from "../search/rank.ts";
import { foldCopies } from "../search/fold-copies.ts";
import { wordsQuery } from "../search/words.ts";
import { IN_SECTION, passagesByKey, type StoredPassage, withDocuments } from "./reading.ts";
import { findVectorSet, nearest, vectorOf, type VectorSet } from "./vectors.ts";

export interface Search {
  readonly question: string;
  /** The question's vector with the model's name; null: by words alone. */
  readonly vector: { readonly model: string; readonly values: Float32Array } | null;
  /** Documents that are searched; null: all. */
  readonly documents: readonly string[] | null;
  /** Words of the headings above a passage; absent or "": any. */
  readonly section?: string;
  readonly limit: number;
}

export interface Found extends StoredPassage {
  /** 0 to 1; comparable within one search alone. */
  readonly score: number;
  /** Cosine with the question; null without vectors. */
  readonly similarity: number | null;
  /** Passages that say nearly the same, folded into this one. */
  readonly copies: readonly StoredPassage[];
}

/** A heading's word tells more than one of the text: it names all that stands below. */
const SECTION_WEIGHT = 2;
/** Copies are folded away: so many more are looked at than are asked for. */
const SPARE = 2;

/** The best passages for a question; see rank.ts for how. */
export function search(db: Db, request: Search): Found[] {
  const { documents, section = "" } = request;
  if (documents === null) return searchIn(db, request, section === "" ? null : passagesTable(db, null, section));
  return withDocuments(db, documents, (table) => searchIn(db, request, passagesTable(db, table, section)));
}

/** `passages` names a table of the keys of those that count; null: all. */
function searchIn(db: Db, { question, vector, limit }: Search, passages: string | null): Found[] {
  const set = vector === null ? null : findVectorSet(db, vector.model);
  const index = indexOf(db, set, passages);
  const best = rank(index, question, set === null ? null : (vector?.values ?? null), limit * SPARE);
  const scores = new Map(best.map(({ key, score }: Ranked) => [key, score]));
  const stored = passagesByKey(db, [...scores.keys()]);
  return foldCopies(stored)
    .slice(0, limit)
    .map(({ kept, copies }) => ({
      ...kept,
      copies,
      score: scores.get(kept.key) ?? 0,
      similarity: set === null || vector === null ? null : cosine(vectorOf(db, set, kept.key), vector.values),
    }));
}

/** Keys of the passages of the chosen documents (null: of all), in sections of these words. */
function passagesTable(db: Db, documents: string | null, section: string): string {
  db.exec("CREATE TEMP TABLE IF NOT EXISTS chosen_passages (key INTEGER PRIMARY KEY); DELETE FROM chosen_passages;");
  const within = documents === null ? "" : `document_key IN (SELECT key FROM ${documents}) AND `;
  db.prepare<[{ section: string }]>(
    `INSERT INTO chosen_passages SELECT key FROM passages WHERE ${within}${IN_SECTION}`,
  ).run({ section });
  return "chosen_passages";
}

function indexOf(db: Db, set: VectorSet | null, only: string | null): Index {
  return {
    byWords(question, limit): Scores {
      const query = wordsQuery(question);
      if (query === null) return new Map();
      const within = only === null ? "" : `AND rowid IN (SELECT key FROM ${only})`;
      const rows = db
        .prepare<[string, number], { key: number; score: number }>(
          `SELECT rowid AS key, -bm25(words, ${String(SECTION_WEIGHT)}, 1.0) AS score FROM words
           WHERE words MATCH ? ${within} ORDER BY score DESC LIMIT ?`,
        )
        .all(query, limit);
      return new Map(rows.map(({ key, score }) => [key, score]));
    },
    byMeaning: (vector, limit) => (set === null ? new Map<number, number>() : nearest(db, set, vector, limit, only)),
    vectorOf: (key) => (set === null ? null : vectorOf(db, set, key)),
  };
}

function cosine(a: Float32Array | null, b: Float32Array): number | null {
  if (a === null) return null;
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
