import type { ParseEvent } from "../contract.ts";
import { flowedPage, type Piece, type Source } from "./reader.ts";

/** Pages of texts that have none are cut at a paragraph after so many letters: some 500 words, as a printed page has. */
export const PAGE_LETTERS = 3_000;
/** A table that is longer goes on on the next page, under its head; passages take it up as one. */
const TABLE_LETTERS = 4 * PAGE_LETTERS;

const MOST_HEAD_LETTERS = 1_000;
/** Printed, ten pages without a paragraph. */
const MOST_PIECE_LETTERS = 30_000;

export interface About {
  readonly title: string | null;
  readonly author: string | null;
  /** ISO 8601. */
  readonly date: string | null;
}

export const NOTHING_KNOWN: About = { title: null, author: null, date: null };

/** Facts and pages of a document that flows: pages where its pieces say that one begins, else cut by length. */
export function* flowed({ kind }: Source, written: readonly Piece[], about: About | null): Generator<ParseEvent> {
  const pieces = written.some(isLong) ? written.flatMap(shorter) : written;
  const pages = pieces.some(({ startsPage }) => startsPage === true) ? ownPages(pieces) : cutPages(pieces);
  const { title, author, date } = about ?? NOTHING_KNOWN;
  yield { type: "facts", facts: { kind, title, author, date, pages: pages.length } };
  for (const [index, page] of pages.entries()) yield { type: "page", page: flowedPage(index + 1, null, page) };
}

function isLong({ kind, text }: Piece): boolean {
  return text.length > MOST_PIECE_LETTERS && kind !== "row";
}

/** A file without line ends is no paragraph that could be shown: it is cut between its words. */
function shorter(piece: Piece): Piece[] {
  if (!isLong(piece)) return [piece];
  const { text, ...rest } = piece;
  const pieces: Piece[] = [];
  for (let from = 0; from < text.length;) {
    const part = text.slice(from, from + MOST_PIECE_LETTERS);
    const space = from + part.length < text.length ? part.lastIndexOf(" ") : -1;
    const kept = space > 0 ? part.slice(0, space) : part;
    pieces.push(from === 0 ? { ...rest, text: kept } : { kind: piece.kind, text: kept });
    from += kept.length + (space > 0 ? 1 : 0);
  }
  return pieces;
}

function ownPages(pieces: readonly Piece[]): Piece[][] {
  const pages: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.startsPage === true && pages.at(-1)?.length !== 0) pages.push([]);
    pages.at(-1)?.push(piece);
  }
  return pages;
}

/** What a page begins with on which a table goes on: its first row, unless that is so long that it is no head. */
export function headAgain(head: Piece | null): Piece[] {
  return head === null || head.text.length > MOST_HEAD_LETTERS ? [] : [head];
}

/** At the first heading or paragraph after a page's letters; a page is never empty. */
export function cutPages(pieces: readonly Piece[]): Piece[][] {
  const pages: Piece[][] = [[]];
  let letters = 0;
  let head: Piece | null = null;
  for (const piece of pieces) {
    const isTable = piece.kind === "row" && head !== null;
    if (!isTable) head = piece.kind === "row" ? piece : null;
    if (letters >= (isTable ? TABLE_LETTERS : PAGE_LETTERS)) {
      pages.push(isTable ? headAgain(head) : []);
      letters = 0;
    }
    pages.at(-1)?.push(piece);
    letters += piece.text.length;
  }
  return pages;
}
