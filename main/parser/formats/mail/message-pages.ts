import { bytesOf } from "../../bytes.ts";
import type { Page, ParseEvent } from "../../contract.ts";
import { isAppError } from "#main/rpc/errors.ts";
import { MarkupTooDeep } from "../../markup.ts";
import { cutPages } from "../flow.ts";
import { htmlText } from "../html/pieces.ts";
import { flowedPage, type Piece, type Source } from "../reader.ts";
import { textPieces } from "../text.ts";
import type { MailAttachment, Message } from "./message.ts";

/** Reads a file within another: an attachment. */
export type ReadInner = (file: Omit<Source, "kind">) => AsyncIterable<ParseEvent>;

/** Mail in mail in mail: what lies deeper is named, not read. */
const DEEPEST = 3;
const MOST_ATTACHMENTS = 200;

/** What a message gives: its head and text, then the pages of its attachments under their names. */
export async function* messagePages(
  source: Source,
  message: Message,
  first: { number: number; label: string | null },
  readInner: ReadInner,
): AsyncGenerator<Extract<ParseEvent, { type: "page" | "left-out" }>> {
  const { pieces, unread: unreadText } = bodyOf(message);
  let number = first.number - 1;
  for (const page of cutPages([...headOf(message, first.label), ...pieces.map(below)])) {
    number += 1;
    yield { type: "page", page: flowedPage(number, first.label, page) };
  }
  for (const what of [...message.leftOut, ...unreadText]) yield { type: "left-out", what };
  const depth = (source.depth ?? 0) + 1;
  const unread: string[] = [];
  for (const [index, attachment] of message.attachments.entries()) {
    if (index >= MOST_ATTACHMENTS || depth > DEEPEST) {
      unread.push(attachment.name);
      continue;
    }
    let isNamed = false;
    try {
      for await (const event of inner(source, attachment, depth, readInner)) {
        if (event.type === "left-out") yield { type: "left-out", what: `${event.what} (in ${attachment.name})` };
        if (event.type !== "page") continue;
        number += 1;
        yield { type: "page", page: underName(event.page, attachment.name, number, !isNamed) };
        isNamed ||= event.page.blocks.length > 0;
      }
    } catch (error) {
      if (!isAppError(error)) throw error;
      const why = isAppError(error, "DOCUMENT_UNREADABLE") ? error.data.problem : "it is locked with a password";
      unread.push(`${attachment.name} (${why})`);
    }
  }
  if (unread.length > 0) yield { type: "left-out", what: `attachments that were not read: ${unread.join("; ")}` };
}

function inner(source: Source, { name, content }: MailAttachment, depth: number, readInner: ReadInner) {
  const { password, recognise, languagesFolder } = source;
  const bytes = bytesOf(content ?? new Uint8Array());
  return readInner({ name, bytes, depth, fromPage: 1, password, recognise, languagesFolder });
}

/** Headings of a message's text lie below its subject, those of attachments below their name, which lies below the subject. */
const DEEPEST_HEADING = 9;

function below(piece: Piece): Piece {
  return piece.kind === "heading" ? { ...piece, level: Math.min(DEEPEST_HEADING, (piece.level ?? 0) + 1) } : piece;
}

/**
 * A page of an attachment. Its layout is of a page of another file, which is not there to be drawn. `isFirst`: its name becomes its
 * heading, so that passages are found under it and not under the attachment before.
 */
function underName(page: Page, name: string, number: number, isFirst: boolean): Page {
  const label = page.label === null ? name : `${name}, ${page.label}`;
  const isHeaded = isFirst && page.blocks.length > 0;
  const head = isHeaded ? `${name}\n\n` : "";
  const blocks = page.blocks.map((block) => ({
    ...block,
    level: block.kind === "heading" ? Math.min(DEEPEST_HEADING, block.level + 2) : block.level,
    start: block.start + head.length,
    end: block.end + head.length,
  }));
  if (isHeaded) blocks.unshift({ kind: "heading", level: 2, start: 0, end: name.length });
  return { ...page, number, label, text: head + page.text, blocks, width: 0, height: 0, runs: [] };
}

/** `label`: what a message without a subject is called. */
function headOf({ subject, from, to, cc, date }: Message, label: string | null): Piece[] {
  const title = subject ?? label;
  const line = (name: string, value: string | null): Piece[] =>
    value === null || value === "" ? [] : [{ kind: "paragraph", text: `${name}: ${value}` }];
  return [
    ...(title === null ? [] : [{ kind: "heading" as const, level: 1, text: title }]),
    ...line("From", from),
    ...line("To", to.join(", ")),
    ...line("Cc", cc.join(", ")),
    ...line("Date", date === null ? null : date.replace("T", " ").replace(/:\d\d\.\d+Z$/, " UTC")),
  ];
}

/** A text of so many letters has thousands of pages. */
const MOST_LETTERS = 8_000_000;
const CUT = "the rest of a text of more than 8 million letters";
/** Plain text beside HTML that says so much less only says that there is HTML. */
const STUB_SHARE = 0.5;
const STUB_LETTERS = 400;

interface MessageText {
  readonly pieces: readonly Piece[];
  /** What of it was not read. */
  readonly unread: readonly string[];
}

/** Plain text where it says what the HTML says: that is mostly look. */
function bodyOf({ html, text, pieces }: Message): MessageText {
  if (pieces !== null) return { pieces, unread: [] };
  const plain = text?.trim() ?? "";
  const drawn = html === null ? { pieces: [], unread: [] } : readDrawn(html);
  const drawnLetters = drawn.pieces.reduce((letters, piece) => letters + piece.text.length, 0);
  const isStub = plain.length < STUB_LETTERS && plain.length < STUB_SHARE * drawnLetters;
  if (isStub || plain === "") return drawn;
  return { pieces: textPieces(plain.slice(0, MOST_LETTERS)), unread: plain.length > MOST_LETTERS ? [CUT] : [] };
}

function readDrawn(html: string): MessageText {
  try {
    const { pieces } = htmlText(html.slice(0, MOST_LETTERS));
    return { pieces, unread: html.length > MOST_LETTERS ? [CUT] : [] };
  } catch (error) {
    if (!(error instanceof MarkupTooDeep)) throw error;
    return { pieces: [], unread: ["the message's text, which was made to hold up whoever reads it"] };
  }
}
