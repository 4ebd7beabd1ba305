import { textOf } from "./blocks.ts";
import type { Line } from "./lines.ts";

/** Heads, feet and page numbers stand in this share of a page's height at its top and bottom. */
const EDGE = 0.1;
/** A page of a book has its left neighbour's head on the page after next. */
export const NEIGHBOURS = 4;
/** On how many pages nearby, itself counted, a line has to stand. */
const LEAST_PAGES = 2;
const PAGE_NUMBER =
  /^\s*(?:[-–—]\s*)?(?:(?:page|seite|p\.)\s*)?(?:\d{1,5}|[ivxlc]{1,8})(?:\s*(?:\/|of|von)\s*\d{1,5})?(?:\s*[-–—])?\s*$/i;

export interface EdgedPage {
  readonly height: number;
  readonly lines: readonly Line[];
}

/** Lines of `page` that are its head, foot or number, seen beside the pages around it. */
export function runningLines(page: EdgedPage, nearby: readonly EdgedPage[]): ReadonlySet<Line> {
  const others = nearby.map((other) => new Set(edges(other).map(signature)));
  return new Set(
    edges(page).filter((line) => {
      if (PAGE_NUMBER.test(textOf(line))) return true;
      const same = signature(line);
      return others.filter((signatures) => signatures.has(same)).length + 1 >= LEAST_PAGES;
    }),
  );
}

function edges({ height, lines }: EdgedPage): Line[] {
  return lines.filter(({ base, size }) => base < EDGE * height || base - size > (1 - EDGE) * height);
}

/** Numbers count up from page to page; what is around them stays. */
function signature(line: Line): string {
  return `${textOf(line).trim().toLowerCase().replace(/\d+/g, "#").replace(/\s+/g, " ")}@${String(Math.round(line.base / 6))}`;
}
