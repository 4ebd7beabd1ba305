import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Page } from "#main/parser/contract.ts";
import type { Passage } from "../passages/pack.ts";
import { openIndexFile } from "./schema.ts";
import { indexTasks } from "./tasks.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cloister-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, "documents.db");
const MODEL = { model: "tiny", dimensions: 4 };

function page(number: number, text: string): Page {
  const blocks = [{ kind: "paragraph" as const, level: 0, start: 0, end: text.length }];
  const runs = [0, text.length, 10.5, 20, 100, 12];
  return { number, label: null, text, blocks, width: 595, height: 842, runs, problem: null, confidence: null };
}

function passage(page: number, text: string, section: string[] = []): Passage {
  return { parts: [{ page, start: 0, end: text.length }], section, text, tokens: 5 };
}

function opened() {
  const db = openIndexFile(path(), null);
  return { db, index: indexTasks(db), [Symbol.dispose]: () => db.close() };
}

test("reading goes on after the last page that was kept, below its headings", () => {
  {
    using first = opened();
    expect(first.index.begin({ id: "a", sha256: "1" })).toEqual({ nextPage: 1, headings: [], isComplete: false });
    first.index.addSlice({ id: "a", pages: [page(1, "one"), page(2, "two")], passages: [], headings: ["Lease"] });
  }
  using again = opened();
  expect(again.index.begin({ id: "a", sha256: "1" })).toEqual({ nextPage: 3, headings: ["Lease"], isComplete: false });
  expect(again.index.page({ id: "a", number: 2 })).toEqual(page(2, "two"));
});

test("another version of a file takes the place of what was read before, words and vectors too", () => {
  using opening = opened();
  const { index } = opening;
  index.begin({ id: "a", sha256: "1" });
  index.addSlice({ id: "a", pages: [page(1, "old rent")], passages: [passage(1, "old rent")], headings: [] });
  const [missing] = index.missing({ ...MODEL, limit: 10 });
  index.addVectors({ ...MODEL, vectors: [[missing?.key ?? 0, Float32Array.of(1, 0, 0, 0)]] });
  expect(index.counts(MODEL)).toEqual({ embedded: 1, passages: 1 });

  expect(index.begin({ id: "a", sha256: "2" }).nextPage).toBe(1);
  expect(index.counts(MODEL)).toEqual({ embedded: 0, passages: 0 });
  const vector = { model: "tiny", values: Float32Array.of(1, 0, 0, 0) };
  expect(index.search({ question: "rent", vector, documents: null, limit: 5 })).toEqual([]);
  index.addSlice({ id: "a", pages: [page(1, "new rent")], passages: [passage(1, "new rent")], headings: [] });
  expect(index.search({ question: "rent", vector, documents: null, limit: 5 }).map(({ text }) => text)).toEqual([
    "new rent",
  ]);
});

test("a search finds by words and by meaning, within the documents that were chosen, copies folded", () => {
  using opening = opened();
  const { index } = opening;
  const texts = {
    a: "The tenant shall keep the garden in good order at all times.",
    b: "The tenant shall keep the garden in good order at all times!",
    c: "Whoever lives there looks after the lawn.",
    d: "Payment is due on the first of each month.",
  };
  for (const [id, text] of Object.entries(texts)) {
    index.begin({ id, sha256: id });
    index.addSlice({ id, pages: [page(1, text)], passages: [passage(1, text)], headings: [] });
  }
  // The lawn is near the garden in meaning, the payment is not.
  const directions = [
    [1, 0, 0, 0],
    [1, 0, 0, 0],
    [0.9, Math.sqrt(1 - 0.81), 0, 0],
    [0, 0, 1, 0],
  ];
  const missing = index.missing({ ...MODEL, limit: 10 });
  index.addVectors({ ...MODEL, vectors: missing.map(({ key }, at) => [key, Float32Array.from(directions[at] ?? [])]) });
  const vector = { model: "tiny", values: Float32Array.of(1, 0, 0, 0) };

  const found = index.search({ question: "who keeps the garden?", vector, documents: null, limit: 3 });
  expect(found.map(({ documentId, copies }) => [documentId, copies.length])).toEqual([
    ["a", 1],
    ["c", 0],
    ["d", 0],
  ]);
  expect(found[1]?.similarity).toBeCloseTo(0.9);
  const within = index.search({ question: "who keeps the garden?", vector, documents: ["c", "d"], limit: 3 });
  expect(within.map(({ documentId }) => documentId)).toEqual(["c", "d"]);
  // Without a model that embeds, by words alone.
  const byWords = index.search({ question: "garden", vector: null, documents: null, limit: 3 });
  expect(byWords.map(({ documentId, similarity }) => [documentId, similarity])).toEqual([["a", null]]);
});

test("what was taken away is found no more, and a slice that comes late for it is dropped", () => {
  using opening = opened();
  const { index } = opening;
  index.begin({ id: "a", sha256: "1" });
  index.addSlice({ id: "a", pages: [page(1, "garden")], passages: [passage(1, "garden")], headings: [] });
  index.remove({ ids: ["a"] });
  index.addSlice({ id: "a", pages: [page(2, "garden")], passages: [passage(2, "garden")], headings: [] });
  expect(index.search({ question: "garden", vector: null, documents: null, limit: 5 })).toEqual([]);
  expect(index.coverage({ ids: ["a"] })).toEqual({ documents: 0, pages: 0, passages: 0, unreadable: [] });
});

test("an index that cannot be read is made anew", () => {
  writeFileSync(path(), "no database");
  using opening = opened();
  expect(opening.index.documents({})).toEqual([]);
});

test("vectors of another model go when all passages have new ones", () => {
  using opening = opened();
  const { index, db } = opening;
  index.begin({ id: "a", sha256: "1" });
  index.addSlice({ id: "a", pages: [page(1, "garden")], passages: [passage(1, "garden")], headings: [] });
  const [missing] = index.missing({ ...MODEL, limit: 1 });
  index.addVectors({ ...MODEL, vectors: [[missing?.key ?? 0, Float32Array.of(1, 0, 0, 0)]] });
  const other = { model: "other", dimensions: 2 };
  index.addVectors({ ...other, vectors: [[missing?.key ?? 0, Float32Array.of(0, 1)]] });
  index.settle(other);
  expect(db.prepare("SELECT model FROM vector_sets").pluck().all()).toEqual(["other"]);
  expect(() => index.missing({ model: "other", dimensions: 3, limit: 1 })).toThrow("dimensions");
});

test("a document that is taken out while it is read is not said to be whole", () => {
  using opening = opened();
  const { index } = opening;
  index.begin({ id: "a", sha256: "1" });
  index.remove({ ids: ["a"] });
  index.addSlice({ id: "a", pages: [page(1, "one")], passages: [], headings: [] });
  expect(index.complete({ id: "a" })).toBe(false);
  index.begin({ id: "a", sha256: "1" });
  expect(index.complete({ id: "a" })).toBe(true);
});
