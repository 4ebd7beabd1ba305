import { type Line, rowsOf } from "./lines.ts";

/** Lines that belong together, before they are text. */
export interface LineBlock {
  readonly kind: "heading" | "paragraph" | "item" | "row" | "running";
  readonly level: number;
  /** Of a row: its cells; else its lines. */
  readonly lines: readonly Line[];
}

/** Lines further apart than this, in sizes of their font, are two paragraphs. */
const PARAGRAPH_GAP = 1.65;
/** A first line that stands so many sizes further in begins a paragraph. */
const INDENT = 0.8;
/** A font so much larger than most of the text is a heading's. */
const HEADING_SIZE = 1.12;
/** Longer ones are text in a large font. */
const HEADING_LETTERS = 160;
const SIZES_DIFFER = 0.08;

const ITEM_MARK = /^\s*(?:[•●▪◦‣–·*-]|\(?[a-z]\)|\(?[ivx]{1,5}\)|\d{1,2}[.)])\s+\S/;
const NUMBERED_HEADING =
  /^\s*(?:(?:Article|Section|Clause|Chapter|Part|Artikel|Abschnitt|Kapitel)\s+[\dIVXLC]+|§\s*\d+|\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+\p{Lu})/u;

/** What most letters of the document, or of the page, are written in. */
export interface Body {
  readonly size: number;
}

/** Sizes of fonts by how many letters are written in them. */
export function countSizes(lines: readonly Line[], into: Map<number, number>): void {
  for (const { items } of lines) {
    for (const { size, text } of items) {
      const rounded = Math.round(size * 2) / 2;
      into.set(rounded, (into.get(rounded) ?? 0) + text.length);
    }
  }
}

export function bodyOf(sizes: ReadonlyMap<number, number>): Body {
  const [most] = [...sizes].sort((a, b) => b[1] - a[1]);
  return { size: most?.[0] ?? 10 };
}

/** Paragraphs, headings, items and tables' rows of a page. */
export function blocksOf(lines: readonly Line[], body: Body): LineBlock[] {
  const blocks: LineBlock[] = [];
  let held: Line[] = [];
  const flush = (): void => {
    if (held.length > 0) blocks.push(blockOf(held, body));
    held = [];
  };
  for (const row of rowsOf(lines)) {
    const [line] = row;
    if (line === undefined) continue;
    if (row.length > 2 || (row.length === 2 && blocks.at(-1)?.kind === "row" && held.length === 0)) {
      flush();
      blocks.push({ kind: "row", level: 0, lines: row });
      continue;
    }
    for (const single of row) {
      if (begins(held, single, body)) flush();
      held.push(single);
    }
  }
  flush();
  return blocks;
}

function begins(held: readonly Line[], line: Line, body: Body): boolean {
  const last = held.at(-1);
  if (last === undefined) return false;
  const size = Math.max(last.size, line.size);
  const gap = line.base - last.base;
  // Upwards: another column, or something beside.
  if (gap < 0 || gap > PARAGRAPH_GAP * size) return true;
  if (Math.abs(line.size - last.size) > SIZES_DIFFER * body.size && isAlone(last, line)) return true;
  if (ITEM_MARK.test(textOf(line)) || (held.length === 1 && NUMBERED_HEADING.test(textOf(last)) && isShort(last, line)))
    return true;
  const left = Math.min(...held.map((before) => before.left));
  const isIndented = held.length > 1 && line.left > left + INDENT * size && endsSentence(last);
  return isIndented && line.left - left < 6 * size;
}

/** Not one word of another size within a line. */
function isAlone(last: Line, line: Line): boolean {
  const isOneSize = (candidate: Line) =>
    candidate.items.every(({ size, text }) => text.trim() === "" || Math.abs(size - candidate.size) < 0.3 * size);
  return isOneSize(last) && isOneSize(line);
}

function isShort(last: Line, next: Line): boolean {
  return last.right - last.left < 0.8 * (next.right - next.left);
}

function endsSentence(line: Line): boolean {
  return /[.!?:;"”»)]\s*$/.test(textOf(line));
}

export function textOf(line: Line): string {
  return line.items.map(({ text }) => text).join("");
}

function blockOf(lines: readonly Line[], body: Body): LineBlock {
  const text = lines.map(textOf).join(" ").trim();
  const size = Math.max(...lines.map((line) => line.size));
  const isLarge = size >= HEADING_SIZE * body.size;
  const isNumbered =
    lines.length === 1 && NUMBERED_HEADING.test(text) && !/[.,;]$/.test(text) && text.length < HEADING_LETTERS / 2;
  if (text.length <= HEADING_LETTERS && /\p{L}/u.test(text) && (isLarge || isNumbered)) {
    return { kind: "heading", level: isLarge ? levelOfSize(size / body.size) : levelOfNumber(text), lines };
  }
  return { kind: ITEM_MARK.test(text) ? "item" : "paragraph", level: 0, lines };
}

/** Titles are twice the body's size, chapters half as large again. */
function levelOfSize(ratio: number): number {
  if (ratio >= 1.8) return 1;
  return ratio >= 1.35 ? 2 : 3;
}

/** "2.3.1" stands two levels below "2". */
function levelOfNumber(text: string): number {
  const number = /^\s*(\d{1,2}(?:\.\d{1,2})*)/.exec(text)?.[1];
  return number === undefined ? 3 : Math.min(6, 3 + number.split(".").length - 1);
}
