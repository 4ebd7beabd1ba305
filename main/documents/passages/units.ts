import type { Block, Page } from "#main/parser/contract.ts";
import { sentencesOf } from "#main/support/sentences.ts";

/** Where something stands: `[start, end)` of a page's text. */
export interface Part {
  readonly page: number;
  readonly start: number;
  readonly end: number;
}

/** The smallest thing that a passage is made of: a sentence, an item, a table's row. */
export interface Unit extends Part {
  readonly text: string;
  /** The same for all sentences of one paragraph or rows of one table. */
  readonly group: number;
  readonly isRow: boolean;
  /** The headings above it, the highest first. */
  readonly section: readonly string[];
}

/** A heading of the highest level that a section path still names; deeper ones are as good as text. */
const DEEPEST_HEADING = 6;
/**
 * All units of some pages in reading order, page headers and footers left out. `headings` are those above the first of them, "" for a
 * level that has none; when all are taken, those above what comes next.
 */
export function* unitsOf(pages: Iterable<Page>, headings: string[] = []): Generator<Unit> {
  let group = 0;
  let wasRow = false;
  let head = "";
  for (const page of pages) {
    let isFirst = true;
    for (const block of page.blocks) {
      if (block.kind === "running") continue;
      const text = page.text.slice(block.start, block.end);
      if (text.trim() === "") continue;
      const isRow = block.kind === "row";
      const isHeadAgain = isFirst && isRow && wasRow && text === head;
      isFirst = false;
      // A table that goes on on another page has its head there again, for those who read the page; passages have their own.
      if (isHeadAgain) continue;
      if (isRow && !wasRow) head = text;
      // Rows that follow one another are one table.
      if (!isRow || !wasRow) group += 1;
      wasRow = isRow;
      if (block.kind === "heading" && block.level <= DEEPEST_HEADING) {
        headings.length = Math.min(headings.length, block.level - 1);
        while (headings.length < block.level - 1) headings.push("");
        headings.push(text.replace(/\s+/g, " ").trim());
        continue;
      }
      const section = headings.filter((heading) => heading !== "");
      for (const part of partsOf(block, text)) {
        const { start, end } = part;
        yield { page: page.number, start, end, text: page.text.slice(start, end), group, isRow, section };
      }
    }
  }
}

function partsOf(block: Block, text: string): { start: number; end: number }[] {
  // A row's first cells may be empty.
  if (block.kind === "row") return [{ start: block.start, end: block.start + text.trimEnd().length }];
  if (block.kind !== "paragraph" && block.kind !== "heading") return [trimmed(text, 0, text.length, block.start)];
  return sentencesOf(text).map(({ start, end }) => trimmed(text, start, end, block.start));
}

function trimmed(text: string, from: number, to: number, offset: number): { start: number; end: number } {
  const piece = text.slice(from, to);
  const start = from + (piece.length - piece.trimStart().length);
  return { start: offset + start, end: offset + start + piece.trim().length };
}
