/** A piece of a text; `isTerm`: one of the words that were looked for. */
export interface Piece {
  readonly text: string;
  readonly isTerm: boolean;
}

/**
 * A text in pieces, the words that were looked for apart, in whatever form they stand there: both are compared without their ends, as
 * the index does it (Porter's stemmer, of which this is the coarse part: it only says what is lit).
 */
export function highlight(text: string, terms: readonly string[]): Piece[] {
  const stems = new Set(terms.map(stemOf));
  const pieces: Piece[] = [];
  let plain = "";
  const end = () => {
    if (plain !== "") pieces.push({ text: plain, isTerm: false });
    plain = "";
  };
  for (const part of text.split(/([\p{L}\p{N}]+)/gu)) {
    if (part === "") continue;
    if (!/^[\p{L}\p{N}]/u.test(part) || !stems.has(stemOf(part))) {
      plain += part;
      continue;
    }
    const last = pieces.at(-1);
    // Two of them beside one another are one mark: "written notice".
    if (last?.isTerm === true && /^[ \u00a0]$/.test(plain)) {
      pieces[pieces.length - 1] = { text: last.text + plain + part, isTerm: true };
      plain = "";
    } else {
      end();
      pieces.push({ text: part, isTerm: true });
    }
  }
  end();
  return pieces;
}

/** How many of the words stand in it. */
export function termsIn(text: string, terms: readonly string[]): number {
  const own = new Set((text.match(/[\p{L}\p{N}]+/gu) ?? []).map(stemOf));
  return terms.filter((term) => own.has(stemOf(term))).length;
}

const SHORTEST_STEM = 3;
const ENDS = /(?:ingly|edly|ings|ing|ied|ies|ed|es|ly|s|e|y)$/;

function stemOf(word: string): string {
  const bare = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const stem = bare.replace(ENDS, "");
  return stem.length >= SHORTEST_STEM ? stem : bare;
}

/** About `length` letters of a text around the first of the words, cut between words; "…" where something is left out. */
export function excerpt(text: string, terms: readonly string[], length: number): string {
  if (text.length <= length) return text;
  const pieces = highlight(text, terms);
  const first = pieces.findIndex(({ isTerm }) => isTerm);
  const at = first === -1 ? 0 : pieces.slice(0, first).reduce((sum, piece) => sum + piece.text.length, 0);
  const wanted = Math.floor(Math.max(0, Math.min(at - length / 4, text.length - length)));
  const start = wanted <= 0 ? 0 : text.indexOf(" ", wanted) + 1;
  const cut = text.slice(start, start + length);
  const end = start + length >= text.length ? cut.length : Math.max(cut.lastIndexOf(" "), 1);
  return `${start > 0 ? "…" : ""}${cut.slice(0, end).trim()}${start + end < text.length ? "…" : ""}`;
}
