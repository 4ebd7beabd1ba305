/** Two passages of which one says nearly what the other says. */
const SAME_SHARE = 0.85;
/** Words that are compared together: single ones are shared by all texts of a kind. */
const SHINGLE_WORDS = 3;

export interface Folded<T> {
  readonly kept: T;
  readonly copies: readonly T[];
}

/**
 * Passages that say nearly the same as an earlier one are folded into it (Jaccard similarity of their word triples): ten versions of
 * one contract would else be all that is found.
 */
export function foldCopies<T extends { readonly text: string }>(passages: readonly T[]): Folded<T>[] {
  const folded: { kept: T; copies: T[]; shingles: ReadonlySet<string> }[] = [];
  for (const passage of passages) {
    const shingles = shinglesOf(passage.text);
    const same = folded.find((other) => jaccard(other.shingles, shingles) >= SAME_SHARE);
    if (same) same.copies.push(passage);
    else folded.push({ kept: passage, copies: [], shingles });
  }
  return folded.map(({ kept, copies }) => ({ kept, copies }));
}

function shinglesOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const shingles = new Set<string>();
  for (let at = 0; at + SHINGLE_WORDS <= words.length; at += 1)
    shingles.add(words.slice(at, at + SHINGLE_WORDS).join(" "));
  // Too short for one: the whole of it.
  if (shingles.size === 0) shingles.add(words.join(" "));
  return shingles;
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const shingle of a) if (b.has(shingle)) shared += 1;
  return shared / (a.size + b.size - shared);
}
