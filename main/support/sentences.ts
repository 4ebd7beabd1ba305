/** Abbreviations before a full stop that ends no sentence: Intl.Segmenter does not know them. */
const NO_END =
  /(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Art|Abs|cf|ca|vs|e\.g|i\.e|z\.B|d\.h|al|fig|Fig|p|pp|Inc|Ltd|Co|Corp|approx|resp|Sec|sec|para|Jr|Sr)\.|\b\p{Lu}\.)\s*$/u;

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Where the sentences of a text stand, `[start, end)` in UTF-16 code units, without the white space between them. */
export function sentencesOf(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let from = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    const end = index + segment.length;
    if (end < text.length && NO_END.test(text.slice(from, end))) continue;
    if (text.slice(from, end).trim() !== "") found.push(trimmed(text, from, end));
    from = end;
  }
  // A text that ends with an abbreviation.
  if (from < text.length && text.slice(from).trim() !== "") found.push(trimmed(text, from, text.length));
  return found;
}

function trimmed(text: string, from: number, to: number): { start: number; end: number } {
  const piece = text.slice(from, to);
  const start = from + (piece.length - piece.trimStart().length);
  return { start, end: start + piece.trim().length };
}
