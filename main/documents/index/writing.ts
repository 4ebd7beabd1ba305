import type { Page } from "#main/parser/contract.ts";
import type { Db } from "#main/store/database.ts";
import type { Passage } from "../passages/pack.ts";
import { removeVectors } from "./vectors.ts";

/** Where the reading of a document has come to. */
export interface ReadSoFar {
  readonly nextPage: number;
  readonly headings: readonly string[];
  readonly isComplete: boolean;
}

/** Takes the document in, or says how far it was read before. What another version of its file left is thrown away. */
export function beginDocument(db: Db, { id, sha256 }: { id: string; sha256: string }): ReadSoFar {
  const known = findDocument(db, id);
  if (known !== null && known.sha256 !== sha256) removeDocuments(db, [id]);
  if (known === null || known.sha256 !== sha256) {
    db.prepare("INSERT INTO documents (id, sha256) VALUES (?, ?)").run(id, sha256);
    return { nextPage: 1, headings: [], isComplete: false };
  }
  const last = db
    .prepare<[number], number | null>("SELECT max(number) FROM pages WHERE document_key = ?")
    .pluck()
    .get(known.key);
  return {
    nextPage: (last ?? 0) + 1,
    headings: JSON.parse(known.headings) as string[],
    isComplete: known.complete === 1,
  };
}

export interface Slice {
  readonly id: string;
  readonly pages: readonly Page[];
  readonly passages: readonly Passage[];
  /** Above the end of the last page. */
  readonly headings: readonly string[];
}

/** Pages and what was made of them, in one transaction: none of them is read again after a crash, and none is missing. */
export function addSlice(db: Db, { id, pages, passages, headings }: Slice): void {
  db.transaction(() => {
    const document = findDocument(db, id);
    // Taken away while it was being read.
    if (document === null) return;
    const addPage = db.prepare(
      `INSERT INTO pages (document_key, number, label, text, blocks, runs, width, height, problem, confidence)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    for (const page of pages) {
      const { number, label, text, blocks, runs, width, height, problem, confidence } = page;
      const places = Buffer.from(Float32Array.from(runs).buffer);
      addPage.run(
        document.key,
        number,
        label,
        text,
        JSON.stringify(blocks),
        places,
        width,
        height,
        problem,
        confidence,
      );
    }
    const addPassage = db.prepare(
      "INSERT INTO passages (document_key, parts, section, text, tokens) VALUES (?, ?, ?, ?, ?)",
    );
    for (const { parts, section, text, tokens } of passages) {
      addPassage.run(document.key, JSON.stringify(parts), section.join(SECTION_SEPARATOR), text, tokens);
    }
    db.prepare("UPDATE documents SET headings = ? WHERE key = ?").run(JSON.stringify(headings), document.key);
  }).immediate();
}

/** Between the headings of a section's path, as it is stored and shown. */
export const SECTION_SEPARATOR = " › ";

/** Every page was read. False: it was taken away meanwhile, and none of them is here. */
export function completeDocument(db: Db, id: string): boolean {
  return db.prepare("UPDATE documents SET complete = 1 WHERE id = ?").run(id).changes > 0;
}

export function removeDocuments(db: Db, ids: readonly string[]): void {
  db.transaction(() => {
    for (const id of ids) {
      const document = findDocument(db, id);
      if (document === null) continue;
      const passages = db
        .prepare<[number], number>("SELECT key FROM passages WHERE document_key = ?")
        .pluck()
        .all(document.key);
      removeVectors(db, passages);
      // One by one through their trigger: a cascade would leave their words.
      db.prepare("DELETE FROM passages WHERE document_key = ?").run(document.key);
      db.prepare("DELETE FROM documents WHERE key = ?").run(document.key);
    }
  }).immediate();
}

interface DocumentRow {
  key: number;
  sha256: string;
  headings: string;
  complete: number;
}

function findDocument(db: Db, id: string): DocumentRow | null {
  return (
    db.prepare<[string], DocumentRow>("SELECT key, sha256, headings, complete FROM documents WHERE id = ?").get(id) ??
    null
  );
}
