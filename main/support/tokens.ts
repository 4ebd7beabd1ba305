import { type CalendarDate, readDate } from "./dates.ts";
import { readFrequency } from "./frequencies.ts";
import { readNumber } from "./numbers.ts";
import { currencyAt, type Unit, unitAfter } from "./units.ts";
import { isEmpty, isMedicine, isNegation, looksGerman, stemOf } from "./words.ts";

/** What a sentence is made of: words, and whole numbers with their units, dates and frequencies. */
export interface Token {
  readonly kind: "word" | "number" | "date" | "frequency";
  /** As written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Lower case; for words. */
  readonly word: string;
  readonly stem: string;
  /** It says something by itself. */
  readonly isTelling: boolean;
  readonly isName: boolean;
  readonly isNegation: boolean;
  readonly sentence: number;
  /** Rises at every comma, bracket and colon. */
  readonly clause: number;
  readonly values: readonly number[];
  readonly unit: Unit | null;
  readonly isWeak: boolean;
  readonly dates: readonly CalendarDate[];
  readonly perDay: number;
}

type Piece = Partial<Token> & Pick<Token, "kind" | "start" | "end">;

const WORD = /[\p{L}\p{N}]+(?:['’.&/-][\p{L}\p{N}]+)*/uy;
const NOTHING = { word: "", stem: "", isTelling: true, isName: false, isNegation: false } as const;
const NO_FACT = { values: [], unit: null, isWeak: false, dates: [], perDay: 0 } as const;

/** The same length of text, so that places stay: quotes, dashes and spaces in one form. */
export function plain(text: string): string {
  return text
    .replace(/[‘’‛′]/g, "'")
    .replace(/[“”„‟″]/g, '"')
    .replace(/[‐‑‒–—―]/g, "-")
    .replace(/[\u00a0\u2007\u2009\u202f\n\r\t]/g, " ");
}

export function tokensOf(original: string): Token[] {
  const text = plain(original);
  const pieces = [...piecesOf(text)];
  const german = looksGerman(text);
  const isNamed = names(text, pieces, german);
  const tokens: Token[] = [];
  let sentence = 0;
  let clause = 0;
  let before = 0;
  for (const [place, piece] of pieces.entries()) {
    const gap = text.slice(before, piece.start);
    if (place > 0 && endsSentence(text, gap, piece.start)) sentence += 1;
    if (/[,:()[\]]|\s-+\s|"/.test(gap) || sentence !== (tokens.at(-1)?.sentence ?? 0)) clause += 1;
    before = piece.end;
    // Of "twelve (12) months" the bracket is no part of the amount.
    const written = original.slice(piece.start, piece.end).replace(")", "");
    tokens.push({ ...NOTHING, ...NO_FACT, ...piece, text: written, isName: isNamed[place] ?? false, sentence, clause });
  }
  return withSharedUnits(tokens, text);
}

/** Those that say something by themselves. */
export function telling(text: string): Token[] {
  return tokensOf(text).filter(({ isTelling }) => isTelling);
}

function* piecesOf(text: string): Generator<Piece> {
  for (let at = 0; at < text.length;) {
    const isInside = at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? "");
    const piece = isInside ? null : pieceAt(text, at);
    if (piece === null) at += 1;
    else {
      yield piece;
      at = piece.end;
    }
  }
}

function pieceAt(text: string, at: number): Piece | null {
  if (/[\s"'()[\],;:!?*_|]/.test(text[at] ?? "")) return null;
  const frequency = readFrequency(text, at);
  if (frequency !== null) return { kind: "frequency", start: at, ...frequency };
  const date = readDate(text, at);
  if (date !== null) return { kind: "date", start: at, ...date };
  return readAmount(text, at) ?? readWord(text, at);
}

function readAmount(text: string, at: number): Piece | null {
  const money = currencyAt(text, at);
  const number = readNumber(text, money?.end ?? at);
  if (number === null) return null;
  const { values, isWeak, end } = number;
  // "B12", "2nd-degree" and "3D" are words; "25-year-old" and "50mg" are amounts.
  const after = money === null ? unitAfter(text, end) : null;
  if (after === null && /[\p{L}\p{N}]/u.test(text[end] ?? "") && !/^s(?![\p{L}])/u.test(text.slice(end))) return null;
  const unit = money?.unit ?? after?.unit ?? null;
  const isYear = unit === null && !isWeak && /^[12]\d{3}$/.test(text.slice(at, end));
  if (isYear) return { kind: "date", start: at, end, dates: [{ year: Number(text.slice(at, end)) }], values };
  return { kind: "number", start: at, end: after?.end ?? end, values, unit, isWeak };
}

function readWord(text: string, at: number): Piece | null {
  WORD.lastIndex = at;
  const match = WORD.exec(text);
  if (match === null) return null;
  const word = match[0].toLowerCase();
  const negation = isNegation(word);
  const stem = stemOf(word);
  return {
    kind: "word",
    start: at,
    end: at + match[0].length,
    word,
    stem,
    isTelling: !negation && !isEmpty(word),
    isNegation: negation,
  };
}

/** After these a full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[^\p{L}])(?:\p{L}|dr|mr|mrs|ms|prof|st|no|nr|art|abs|cf|ca|vs|al|figs?|eqs?|refs?|pp|inc|ltd|co|corp|approx|resp|sec|para|jr|sr|bzw|usw|etc)$/iu;

function endsSentence(text: string, gap: string, next: number): boolean {
  if (/[!?;]/.test(gap)) return true;
  if (!/\.["')\]]*\s/.test(gap)) return false;
  return !ABBREVIATION.test(text.slice(Math.max(0, next - gap.length - 12), next - gap.length));
}

/** Capitals within a sentence, and those at its beginning that are written so elsewhere too. */
function names(text: string, pieces: readonly Piece[], german: boolean): boolean[] {
  const isCapital = ({ start, end, kind }: Piece) => kind === "word" && /^\p{Lu}/u.test(text.slice(start, end));
  const begins = pieces.map((piece, place) => {
    const before = text.slice(pieces[place - 1]?.end ?? 0, piece.start);
    return place === 0 || endsSentence(text, before, piece.start) || /["(:]\s*$/.test(before);
  });
  const known = new Set<string>();
  for (const [place, piece] of pieces.entries())
    if (isCapital(piece) && begins[place] !== true && piece.isTelling === true) known.add(piece.word ?? "");
  return pieces.map((piece, place) => {
    if (piece.kind !== "word" || piece.isTelling !== true) return false;
    const written = text.slice(piece.start, piece.end);
    if (isMedicine(piece.word ?? "") || /\p{N}/u.test(written) || /^\p{Lu}{2,}/u.test(written)) return true;
    if (german || !isCapital(piece) || written.length < 2) return false;
    return begins[place] !== true || known.has(piece.word ?? "");
  });
}

/** "5 to 10 mg", "12 or 18 months": the unit belongs to all of them. */
function withSharedUnits(tokens: readonly Token[], text: string): Token[] {
  const shared = [...tokens];
  for (let place = shared.length - 2; place >= 0; place -= 1) {
    const [token, next] = [shared[place], shared[place + 1]];
    if (token?.kind !== "number" || token.unit !== null || next === undefined) continue;
    const joint = text.slice(token.end, next.start);
    const after = /^\s?[-/,(]\s?$/.test(joint) ? next : isJoint(next) ? shared[place + 2] : undefined;
    if (after?.kind === "number" && after.unit !== null) shared[place] = { ...token, unit: after.unit };
  }
  return shared;
}

function isJoint({ word }: Token): boolean {
  return ["to", "or", "and", "bis", "oder", "und"].includes(word);
}
