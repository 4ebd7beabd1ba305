import type { Block } from "../../contract.ts";
import type { LineBlock } from "./blocks.ts";
import type { Line } from "./lines.ts";

export interface PageText {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** As in the contract: six numbers a run. */
  readonly runs: readonly number[];
}

/** A gap wider than this share of a font's size is a blank that the page does not draw. */
const BLANK = 0.15;
/** Letters stand so much above and below their baseline, in sizes of their font. */
const ASCENT = 0.8;
const DESCENT = 0.22;
/** A word that is divided at a line's end: its first part ends with a hyphen, its second begins with a small letter. */
const DIVIDED = /\p{Ll}[-\u00AD\u2010]$/u;

/** The text of a page's blocks, and where each of its pieces stands. */
export function pageText(blocks: readonly LineBlock[]): PageText {
  const runs: number[] = [];
  const placed: Block[] = [];
  let text = "";
  for (const [index, { kind, level, lines }] of blocks.entries()) {
    if (index > 0) text += kind === "row" && blocks[index - 1]?.kind === "row" ? "\n" : "\n\n";
    const start = text.length;
    for (const [at, line] of lines.entries()) {
      if (at > 0) {
        const isDivided =
          kind !== "row" && DIVIDED.test(text) && /^\s*\p{Ll}/u.test(line.items.map((item) => item.text).join(""));
        if (isDivided) text = text.slice(0, -1);
        else text += kind === "row" ? "\t" : " ";
      }
      text = addLine(text, line, runs);
    }
    placed.push({ kind, level, start, end: text.length });
  }
  return { text, blocks: placed, runs };
}

function addLine(before: string, line: Line, runs: number[]): string {
  let text = before;
  let last: Line["items"][number] | null = null;
  for (const item of line.items) {
    if (last !== null && !/\s$/.test(text) && !/^\s/.test(item.text) && gapBetween(last, item) > BLANK * item.size)
      text += " ";
    // One blank is enough, whatever the page draws.
    const words = (/\s$/.test(text) || text.length === before.length ? item.text.trimStart() : item.text).replace(
      /\s+/g,
      " ",
    );
    last = item;
    if (words === "") continue;
    const start = text.length;
    text += words;
    if (words.trim() === "") continue;
    runs.push(
      start,
      text.length,
      item.left,
      item.base - ASCENT * item.size,
      item.width,
      (ASCENT + DESCENT) * item.size,
    );
  }
  return text.trimEnd();
}

function gapBetween(last: Line["items"][number], next: Line["items"][number]): number {
  return next.isRightToLeft ? last.left - (next.left + next.width) : next.left - (last.left + last.width);
}
