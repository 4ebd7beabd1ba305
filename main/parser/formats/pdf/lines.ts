import type { Item } from "./items.ts";

/** Items on one baseline, in reading order. */
export interface Line {
  readonly items: readonly Item[];
  readonly left: number;
  readonly right: number;
  readonly base: number;
  /** The largest of its fonts. */
  readonly size: number;
  readonly isRightToLeft: boolean;
}

/** Baselines further apart than this share of a font's size are two lines; notes' figures stand a third higher. */
const SAME_LINE = 0.45;
/** A gap wider than so many sizes on one baseline is another column's line, or another cell. */
const COLUMN_GAP = 2.2;

/** Lines in the order in which the page draws them; what it draws beside them later is a line of its own. */
export function linesOf(items: readonly Item[]): Line[] {
  const lines: Line[] = [];
  let held: Item[] = [];
  const flush = (): void => {
    const line = lineOf(held);
    if (line !== null) lines.push(line);
    held = [];
  };
  for (const item of items) {
    // pdf.js fills the way to the next column with a blank as wide.
    if (item.text.trim() === "" && item.width >= COLUMN_GAP * item.size) {
      flush();
      continue;
    }
    const last = held.at(-1);
    if (last !== undefined && !goesOn(last, item)) flush();
    held.push(item);
  }
  flush();
  return lines;
}

function goesOn(last: Item, next: Item): boolean {
  const size = Math.max(last.size, next.size);
  if (Math.abs(next.base - last.base) > SAME_LINE * size) return false;
  const gap =
    next.isRightToLeft && last.isRightToLeft
      ? last.left - (next.left + next.width)
      : next.left - (last.left + last.width);
  return gap < COLUMN_GAP * size && gap > -COLUMN_GAP * size;
}

function lineOf(items: readonly Item[]): Line | null {
  const visible = items.filter(({ text }) => text.trim() !== "");
  const [first] = visible;
  if (first === undefined) return null;
  const letters = (isRightToLeft: boolean) =>
    visible.reduce((sum, item) => sum + (item.isRightToLeft === isRightToLeft ? item.text.length : 0), 0);
  return {
    items,
    left: Math.min(...visible.map(({ left }) => left)),
    right: Math.max(...visible.map(({ left, width }) => left + width)),
    // Of the largest: raised figures do not move a line.
    base: visible.reduce((largest, item) => (item.size > largest.size ? item : largest), first).base,
    size: Math.max(...visible.map(({ size }) => size)),
    isRightToLeft: letters(true) > letters(false),
  };
}

/** Cells of one table row: lines on one baseline, beside one another. Others are alone in their row. */
export function rowsOf(lines: readonly Line[]): Line[][] {
  const rows: Line[][] = [];
  for (const line of lines) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    const isBeside =
      last !== undefined &&
      Math.abs(last.base - line.base) <= SAME_LINE * Math.max(last.size, line.size) &&
      line.left >= last.right;
    if (isBeside && row !== undefined) row.push(line);
    else rows.push([line]);
  }
  return rows;
}
