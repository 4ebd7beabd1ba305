/** A citation in an answer's text: "[2]", "[1, 3]", "[1][2]" are one, two and two of them. */
export interface Citation {
  /** In UTF-16 code units of the text. */
  readonly start: number;
  readonly end: number;
  readonly numbers: readonly number[];
}

/** Models write "[1]", "【1】", "[Passage 2]", "[1-3]"; four digits are a year. */
const CITATION =
  /[[【]\s*(?:(?:passages?|sources?|quellen?)\s+)?(\d{1,3}(?:\s*(?:[,;–-]|and|und)\s*\d{1,3})*)\s*[\]】]/giu;
/** Of "[1-90]" no more are taken: it is no citation that anybody could follow. */
const LONGEST_RANGE = 20;

/** All citations of a text in their order. */
export function citationsOf(text: string): Citation[] {
  return [...text.matchAll(CITATION)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    numbers: numbersOf(match[1] ?? ""),
  }));
}

function numbersOf(list: string): number[] {
  const numbers: number[] = [];
  for (const item of list.split(/[,;]|and|und/u)) {
    const [first = NaN, last = first] = item.split(/[–-]/u).map(Number);
    if (!Number.isInteger(first) || !Number.isInteger(last)) continue;
    for (let number = first; number <= Math.min(last, first + LONGEST_RANGE); number += 1) numbers.push(number);
  }
  return [...new Set(numbers)];
}

/** Without its citations, for comparing and copying: "He fell [1]." is "He fell." */
export function withoutCitations(text: string): string {
  return text
    .replace(CITATION, "")
    .replace(/[ \t]+(?=[.,;:!?](?:\s|$))/gu, "")
    .replace(/[ \t]+$/gmu, "");
}
