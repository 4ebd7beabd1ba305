import type { Block, PageProblem } from "#main/parser/contract.ts";
import type { Db } from "#main/store/database.ts";

/** A page without its text, for laying out a document before any of it is shown. */
export interface PageOutline {
  readonly number: number;
  readonly label: string | null;
  /** In points; 0 where pages are not laid out. */
  readonly width: number;
  readonly height: number;
  /** UTF-16 units of its text. */
  readonly letters: number;
  readonly problem: PageProblem | null;
}

/** A heading and where it stands. */
export interface OutlineEntry {
  readonly page: number;
  readonly level: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A place of a page's text where words were found, `[start, end)`. */
export interface Match {
  readonly page: number;
  readonly start: number;
  readonly end: number;
}

/** All pages of a document that were read, in order. */
export function pageList(db: Db, id: string): PageOutline[] {
  return db
    .prepare<[string], PageOutline>(
      `SELECT number, label, width, height, length(text) AS letters, problem FROM pages
       WHERE document_key = (SELECT key FROM documents WHERE id = ?) ORDER BY number`,
    )
    .all(id);
}

/** Headings of a document, `most` at the most. */
export function outlineOf(db: Db, id: string, most: number): OutlineEntry[] {
  const found: OutlineEntry[] = [];
  for (const { number, text, blocks } of pagesOf(db, id)) {
    for (const { kind, level, start, end } of JSON.parse(blocks) as Block[]) {
      if (kind !== "heading") continue;
      found.push({ page: number, level, text: text.slice(start, end).replace(/\s+/g, " ").trim(), start, end });
      if (found.length >= most) return found;
    }
  }
  return found;
}

/** Where words stand in a document, whatever their capitals and the white space between them; `most` places at the most. */
export function findIn(db: Db, id: string, words: string, most: number): Match[] {
  const pattern = words
    .trim()
    .split(/\s+/u)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("\\s+");
  if (pattern === "") return [];
  const found: Match[] = [];
  for (const { number, text } of pagesOf(db, id)) {
    for (const match of text.matchAll(new RegExp(pattern, "giu"))) {
      found.push({ page: number, start: match.index, end: match.index + match[0].length });
      if (found.length >= most) return found;
    }
  }
  return found;
}

function pagesOf(db: Db, id: string): IterableIterator<{ number: number; text: string; blocks: string }> {
  return db
    .prepare<[string], { number: number; text: string; blocks: string }>(
      `SELECT number, text, blocks FROM pages
       WHERE document_key = (SELECT key FROM documents WHERE id = ?) ORDER BY number`,
    )
    .iterate(id);
}
