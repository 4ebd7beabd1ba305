import type { Block, Page, PageProblem } from "#main/parser/contract.ts";
import type { Db } from "#main/store/database.ts";
import type { Part } from "../passages/units.ts";

/** A passage as it is kept. */
export interface StoredPassage {
  readonly key: number;
  readonly documentId: string;
  /** Of the file that it was read from. */
  readonly sha256: string;
  readonly parts: readonly Part[];
  readonly section: string;
  readonly text: string;
  readonly tokens: number;
}

/** What was read of some documents, and what was not. */
export interface Coverage {
  readonly documents: number;
  readonly pages: number;
  readonly passages: number;
  /** Pages without text that can be used, by why. */
  readonly unreadable: readonly { readonly documentId: string; readonly page: number; readonly problem: PageProblem }[];
}

interface PassageRow {
  key: number;
  id: string;
  sha256: string;
  parts: string;
  section: string;
  text: string;
  tokens: number;
}

const SELECT_PASSAGES = `SELECT p.key, d.id, d.sha256, p.parts, p.section, p.text, p.tokens
  FROM passages p JOIN documents d ON d.key = p.document_key`;

/** In the order asked for; those that are gone are left out. */
export function passagesByKey(db: Db, keys: readonly number[]): StoredPassage[] {
  const find = db.prepare<[number], PassageRow>(`${SELECT_PASSAGES} WHERE p.key = ?`);
  return keys.flatMap((key) => {
    const row = find.get(key);
    return row === undefined ? [] : [fromRow(row)];
  });
}

/** All passages of a document, in the order of its text, `limit` from after `afterKey` on. */
export function passagesOf(db: Db, id: string, afterKey: number, limit: number): StoredPassage[] {
  return db
    .prepare<[string, number, number], PassageRow>(
      `${SELECT_PASSAGES} WHERE d.id = ? AND p.key > ? ORDER BY p.key LIMIT ?`,
    )
    .all(id, afterKey, limit)
    .map(fromRow);
}

/** null: the document has no such page, or it was not read yet. */
export function pageOf(db: Db, id: string, number: number): Page | null {
  interface Row {
    label: string | null;
    text: string;
    blocks: string;
    runs: Buffer;
    width: number;
    height: number;
    problem: string | null;
    confidence: number | null;
  }
  const row = db
    .prepare<[string, number], Row>(
      `SELECT label, text, blocks, runs, width, height, problem, confidence FROM pages
       WHERE document_key = (SELECT key FROM documents WHERE id = ?) AND number = ?`,
    )
    .get(id, number);
  if (row === undefined) return null;
  const { label, text, width, height } = row;
  return {
    ...{ number, label, text, width, height },
    blocks: JSON.parse(row.blocks) as Block[],
    // A copy: SQLite's buffers need not lie at a multiple of four.
    runs: [...new Float32Array(Uint8Array.from(row.runs).buffer)],
    problem: row.problem as PageProblem | null,
    confidence: row.confidence,
  };
}

/** A passage is in a section of these words (`@section`): all of it when there are none. */
export const IN_SECTION = "(@section = '' OR instr(lower(section), lower(@section)) > 0)";

export function coverageOf(db: Db, ids: readonly string[], section = ""): Coverage {
  return withDocuments(db, ids, (only) => {
    const count = (table: string, condition = "TRUE", values: object = {}) =>
      db
        .prepare<[object], number>(
          `SELECT count(*) FROM ${table} WHERE document_key IN (SELECT key FROM ${only}) AND ${condition}`,
        )
        .pluck()
        .get(values) ?? 0;
    const unreadable = db
      .prepare<[], { documentId: string; page: number; problem: PageProblem }>(
        `SELECT d.id AS documentId, p.number AS page, p.problem FROM pages p JOIN documents d ON d.key = p.document_key
         WHERE p.problem IS NOT NULL AND d.key IN (SELECT key FROM ${only}) ORDER BY d.key, p.number`,
      )
      .all();
    // One of which nothing could be read was not searched.
    const documents =
      db
        .prepare<[], number>(
          `SELECT count(DISTINCT document_key) FROM pages WHERE document_key IN (SELECT key FROM ${only})`,
        )
        .pluck()
        .get() ?? 0;
    return { documents, pages: count("pages"), passages: count("passages", IN_SECTION, { section }), unreadable };
  });
}

export function tokensOf(db: Db, ids: readonly string[]): number {
  return withDocuments(
    db,
    ids,
    (only) =>
      db
        .prepare<[], number>(
          `SELECT coalesce(sum(tokens), 0) FROM passages WHERE document_key IN (SELECT key FROM ${only})`,
        )
        .pluck()
        .get() ?? 0,
  );
}

/** Calls with the name of a temporary table of these documents' keys: any number of them, which an `IN (?, …)` has not. */
export function withDocuments<T>(db: Db, ids: readonly string[], work: (table: string) => T): T {
  db.exec("CREATE TEMP TABLE IF NOT EXISTS chosen (key INTEGER PRIMARY KEY); DELETE FROM chosen;");
  const add = db.prepare("INSERT OR IGNORE INTO chosen SELECT key FROM documents WHERE id = ?");
  db.transaction(() => ids.forEach((id) => add.run(id)))();
  return work("chosen");
}

function fromRow({ key, id, sha256, parts, section, text, tokens }: PassageRow): StoredPassage {
  return { key, documentId: id, sha256, parts: JSON.parse(parts) as Part[], section, text, tokens };
}
