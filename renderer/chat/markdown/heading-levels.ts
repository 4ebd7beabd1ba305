import { createContext } from "react";

/** Depths of headings (1 to 6) that an answer uses, in order: they become the levels below the page's title, without a gap. */
export const HeadingDepths = createContext<readonly number[]>([]);

/** The depths of headings in a text, outside of fenced code. */
export function headingDepths(text: string): number[] {
  const depths = new Set<number>();
  let fence: string | null = null;
  let before = "";
  for (const line of text.split("\n")) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined && fence === null) fence = mark;
    else if (mark !== undefined && fence !== null && mark.startsWith(fence)) fence = null;
    else if (fence === null) {
      const hashes = /^[\s>]*(?:[-*+]\s+)?(#{1,6})(?:\s|$)/.exec(line)?.[1];
      if (hashes !== undefined) depths.add(hashes.length);
      if (before.trim() !== "" && /^ {0,3}=+\s*$/.test(line)) depths.add(1);
      if (before.trim() !== "" && /^ {0,3}-+\s*$/.test(line)) depths.add(2);
    }
    before = line;
  }
  return [...depths].toSorted((a, b) => a - b);
}

/** The level of a heading: the shallowest depth of the answer is 2, the next 3, and so on to 6. */
export function levelOf(depth: number, depths: readonly number[]): number {
  const rank = depths.indexOf(depth);
  return Math.min(6, 2 + Math.max(0, rank === -1 ? depths.length : rank));
}
