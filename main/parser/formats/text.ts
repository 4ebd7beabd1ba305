import { readText } from "../decode-text.ts";
import { flowedPage, type Piece, type Source } from "./reader.ts";
import type { ParseEvent } from "../contract.ts";

/** Pages of texts that have none are cut at a paragraph after so many letters: some 500 words, as a printed page has. */
const PAGE_LETTERS = 3_000;

/** Plain text: paragraphs are parted by empty lines, or, where there are none, by line ends. */
export async function* readPlainText(source: Source): AsyncGenerator<ParseEvent> {
  const text = (await readText(source)).replace(/\r\n?/g, "\n");
  const parts = /\n[ \t]*\n/.test(text) ? text.split(/\n[ \t]*\n+/) : text.split("\n");
  const pieces = parts.map((part): Piece => ({ kind: "paragraph", text: part.replace(/[ \t]*\n[ \t]*/g, " ") }));
  yield* flowed(source, pieces, null);
}

/** Facts and pages of a document without pages of its own. */
export function* flowed(
  { kind }: Source,
  pieces: readonly Piece[],
  about: { title: string | null; author: string | null; date: string | null } | null,
): Generator<ParseEvent> {
  const pages = cutPages(pieces);
  const { title, author, date } = about ?? { title: null, author: null, date: null };
  yield { type: "facts", facts: { kind, title, author, date, pages: pages.length } };
  for (const [index, page] of pages.entries()) yield { type: "page", page: flowedPage(index + 1, null, page) };
}

/** At the first heading or paragraph after a page's letters; a page is never empty. */
function cutPages(pieces: readonly Piece[]): Piece[][] {
  const pages: Piece[][] = [[]];
  let letters = 0;
  for (const piece of pieces) {
    const isTable = piece.kind === "row" && pages.at(-1)?.at(-1)?.kind === "row";
    if (letters >= PAGE_LETTERS && !isTable) {
      pages.push([]);
      letters = 0;
    }
    pages.at(-1)?.push(piece);
    letters += piece.text.length;
  }
  return pages;
}
