import { AppError } from "#main/rpc/errors.ts";
import type { Bytes } from "../bytes.ts";
import type { Block, DocumentKind, Page, ParseEvent } from "../contract.ts";

/** A file to be read, and how. */
export interface Source {
  readonly bytes: Bytes;
  /** As the person knows it. */
  readonly name: string;
  readonly kind: DocumentKind;
  /** Pages before it need not be read; they are left out if they are. */
  readonly fromPage: number;
  readonly password: string | null;
  readonly recognise: readonly string[] | null;
  readonly languagesFolder: string;
  /** How deep it lies in others, as an attachment; absent: it is a file of its own. */
  readonly depth?: number;
}

/** What reads one kind of file: facts first, then its pages in order. Throws DOCUMENT_UNREADABLE, DOCUMENT_LOCKED. */
export type Reader = (source: Source) => AsyncIterable<ParseEvent>;

/** `problem` goes on after "X cannot be read: …". */
export function unreadable(
  { name }: Pick<Source, "name">,
  problem: string,
  cause?: unknown,
): AppError<"DOCUMENT_UNREADABLE"> {
  return new AppError(
    "DOCUMENT_UNREADABLE",
    `${name} cannot be read: ${problem}.`,
    { document: name, problem },
    { cause },
  );
}

/** A password is needed, or the one that was given does not open it. */
export function locked({ name }: Pick<Source, "name">, isWrong: boolean, cause?: unknown): AppError<"DOCUMENT_LOCKED"> {
  const message = isWrong ? `The password does not open ${name}.` : `${name} is locked with a password.`;
  return new AppError("DOCUMENT_LOCKED", message, { document: name, isWrong }, { cause });
}

/** A block before it is put on a page. */
export interface Piece {
  readonly kind: Block["kind"];
  /** Of a heading. */
  readonly level?: number;
  readonly text: string;
  /** A page of the document's own begins with it. */
  readonly startsPage?: boolean;
}

/** Between two blocks of a page's text. */
const BETWEEN = "\n\n";
const BETWEEN_ROWS = "\n";

/** A longer "heading" is a paragraph in a heading's style, as contracts number their clauses: its words are to be found. */
export const HEADING_LETTERS = 160;
/** A longer item is as good as a paragraph: it is divided into sentences. */
const ITEM_LETTERS = 300;

/** What a piece is by its length. */
function kindOf(kind: Piece["kind"], letters: number): Piece["kind"] {
  const isText = (kind === "heading" && letters > HEADING_LETTERS) || (kind === "item" && letters > ITEM_LETTERS);
  return isText ? "paragraph" : kind;
}

/** A page of formats that are not laid out. Pieces without text are left out. */
export function flowedPage(number: number, label: string | null, pieces: readonly Piece[]): Page {
  const blocks: Block[] = [];
  let text = "";
  for (const { kind, level = 0, text: words } of pieces) {
    // The empty cells before a row's first are kept: each cell stands under the head of its column.
    const clean = kind === "row" ? words.trimEnd() : words.trim();
    if (clean === "") continue;
    const isNextRow = kind === "row" && blocks.at(-1)?.kind === "row";
    if (text !== "") text += isNextRow ? BETWEEN_ROWS : BETWEEN;
    const isKind = kindOf(kind, clean.length);
    blocks.push({
      kind: isKind,
      level: isKind === "heading" ? level : 0,
      start: text.length,
      end: text.length + clean.length,
    });
    text += clean;
  }
  const problem = blocks.length === 0 ? "no-text" : null;
  return { number, label, text, blocks, width: 0, height: 0, runs: [], problem, confidence: null };
}
