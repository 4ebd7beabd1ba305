import type { Page } from "../contract.ts";

/** Where a stretch of a page's text stands, in points. */
export function runsWithin({ runs }: Page, start: number, end: number) {
  const found: { left: number; top: number; width: number; height: number }[] = [];
  for (let at = 0; at + 6 <= runs.length; at += 6) {
    const [from = 0, to = 0, left = 0, top = 0, width = 0, height = 0] = runs.slice(at, at + 6);
    if (from < end && to > start) found.push({ left, top, width, height });
  }
  return found;
}
