import type { Page } from "../contract.ts";
import { blocksOf, bodyOf, countSizes } from "../formats/pdf/blocks.ts";
import type { Item } from "../formats/pdf/items.ts";
import { linesOf } from "../formats/pdf/lines.ts";
import { pageText } from "../formats/pdf/page-text.ts";
import type { RecognisedLine, Recogniser } from "./recogniser.ts";

/** A page that is there as a picture alone. */
export interface PictureOfPage {
  readonly png: Buffer;
  /** Of the picture. */
  readonly widthPx: number;
  /** Of the page, in points. */
  readonly width: number;
  readonly height: number;
}

/** Below it, what was "recognised" are specks and lines. */
const LEAST_CONFIDENCE = 0.4;
/** Of a font's size, letters take so much from the highest to the lowest. */
const LETTERS_SHARE = 1.02;
const DESCENT = 0.22;
/** Lines with and without long letters differ by so much without being written larger. */
const USUAL = { least: 0.6, most: 1.35 } as const;

/** The text of a page from its picture; null: there is none that could be relied on. */
export function recognisePage(
  recogniser: Recogniser,
  { png, widthPx, width, height }: PictureOfPage,
): Pick<Page, "text" | "blocks" | "runs" | "confidence"> | null {
  const found = recogniser.lines(png);
  const words = found.flatMap((line) => line.words);
  const letters = words.reduce((sum, { text }) => sum + text.length, 0);
  const sure = words.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0);
  const confidence = letters === 0 ? 0 : sure / letters;
  if (confidence < LEAST_CONFIDENCE) return null;
  const lines = linesOf(itemsOf(found, width / widthPx));
  const sizes = new Map<number, number>();
  countSizes(lines, sizes);
  const { text, blocks, runs } = pageText(blocksOf(lines, bodyOf(sizes)));
  const isOnPage = runs.every((value) => Number.isFinite(value)) && height > 0;
  return { text, blocks: [...blocks], runs: isOnPage ? [...runs] : [], confidence };
}

function itemsOf(lines: readonly RecognisedLine[], scale: number): Item[] {
  const heights = lines.map(({ height }) => height).toSorted((a, b) => a - b);
  const median = heights[Math.floor(heights.length / 2)] ?? 1;
  return lines.flatMap(({ top, height, words }) => {
    const isUsual = height > USUAL.least * median && height < USUAL.most * median;
    const size = ((isUsual ? median : height) * scale) / LETTERS_SHARE;
    const base = (top + height) * scale - DESCENT * size;
    return (
      words
        // Specks are no words. What has a letter stays, however unsure: a unit that is left out is worse than one to be looked at.
        .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
        .map(({ text, left, width }) => ({
          ...{ text, left: left * scale, base, width: width * scale, size, font: "" },
          isRightToLeft: /[\u0590-\u08ff]/.test(text),
        }))
    );
  });
}
