import type { Page } from "#main/parser/contract.ts";
import type { Db } from "#main/store/database.ts";
import type { VectorSets } from "../embedding/serving-model.ts";
import {
  type Coverage,
  coverageOf,
  pageOf,
  passagesByKey,
  passagesOf,
  type StoredPassage,
  tokensOf,
} from "./reading.ts";
import { findIn, type Match, type OutlineEntry, outlineOf, pageList, type PageOutline } from "./reader-pages.ts";
import { type Found, search, type Search } from "./searching.ts";
import {
  addVectors,
  dropOtherSets,
  type Missing,
  missingVectors,
  vectorCounts,
  vectorSet,
  vectorSets,
} from "./vectors.ts";
import { addSlice, beginDocument, completeDocument, type ReadSoFar, removeDocuments, type Slice } from "./writing.ts";

/** Everything that is asked of the index; it runs in the index's own thread (thread-entry.ts), one after the other. */
export interface IndexTasks {
  begin(input: { id: string; sha256: string }): ReadSoFar;
  addSlice(slice: Slice): void;
  /** False: it was taken away while it was read. */
  complete(input: { id: string }): boolean;
  remove(input: { ids: readonly string[] }): void;
  /** Documents that are in it, with the file each was read from. */
  documents(input: Record<never, never>): { id: string; sha256: string; isComplete: boolean }[];
  missing(input: { model: string; dimensions: number; limit: number }): Missing[];
  addVectors(input: { model: string; dimensions: number; vectors: readonly (readonly [number, Float32Array])[] }): void;
  /** All passages are embedded by this model: what others made can go. */
  settle(input: { model: string; dimensions: number }): void;
  counts(input: { model: string; dimensions: number }): { embedded: number; passages: number };
  search(input: Search): Found[];
  passages(input: { keys: readonly number[] }): StoredPassage[];
  passagesOf(input: { id: string; afterKey: number; limit: number }): StoredPassage[];
  page(input: { id: string; number: number }): Page | null;
  pageList(input: { id: string }): PageOutline[];
  outline(input: { id: string; most: number }): OutlineEntry[];
  find(input: { id: string; words: string; most: number }): Match[];
  vectorSets(input: Record<never, never>): VectorSets;
  /** Of all passages of some documents, by the embedding model's count. */
  tokens(input: { ids: readonly string[] }): number;
  coverage(input: { ids: readonly string[]; section?: string }): Coverage;
}

export type IndexTask = keyof IndexTasks;

export function indexTasks(db: Db): IndexTasks {
  return {
    begin: (input) => beginDocument(db, input),
    addSlice: (slice) => addSlice(db, slice),
    complete: ({ id }) => completeDocument(db, id),
    remove: ({ ids }) => removeDocuments(db, ids),
    documents: () =>
      db
        .prepare<[], { id: string; sha256: string; complete: number }>("SELECT id, sha256, complete FROM documents")
        .all()
        .map(({ id, sha256, complete }) => ({ id, sha256, isComplete: complete === 1 })),
    missing: ({ model, dimensions, limit }) => missingVectors(db, vectorSet(db, model, dimensions), limit),
    addVectors: ({ model, dimensions, vectors }) =>
      db.transaction(() => addVectors(db, vectorSet(db, model, dimensions), vectors)).immediate(),
    settle: ({ model, dimensions }) => dropOtherSets(db, vectorSet(db, model, dimensions)),
    counts: ({ model, dimensions }) => vectorCounts(db, vectorSet(db, model, dimensions)),
    search: (input) => search(db, input),
    passages: ({ keys }) => passagesByKey(db, keys),
    passagesOf: ({ id, afterKey, limit }) => passagesOf(db, id, afterKey, limit),
    page: ({ id, number }) => pageOf(db, id, number),
    pageList: ({ id }) => pageList(db, id),
    outline: ({ id, most }) => outlineOf(db, id, most),
    find: ({ id, words, most }) => findIn(db, id, words, most),
    vectorSets: () => vectorSets(db),
    tokens: ({ ids }) => tokensOf(db, ids),
    coverage: ({ ids, section }) => coverageOf(db, ids, section),
  };
}
