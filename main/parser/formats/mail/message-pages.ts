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
  for (const page of cutPages([...headOf(message), ...pieces])) {
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
    try {
      for await (const event of inner(source, attachment, depth, readInner)) {
        if (event.type === "left-out") yield { type: "left-out", what: `${event.what} (in ${attachment.name})` };
        if (event.type !== "page") continue;
        number += 1;
        yield { type: "page", page: underName(event.page, attachment.name, number) };
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

/** Its layout is of a page of another file, which is not there to be drawn. */
function underName(page: Page, name: string, number: number): Page {
  const label = page.label === null ? name : `${name}, ${page.label}`;
  return { ...page, number, label, width: 0, height: 0, runs: [] };
}

function headOf({ subject, from, to, cc, date }: Message): Piece[] {
  const line = (name: string, value: string | null): Piece[] =>
    value === null || value === "" ? [] : [{ kind: "paragraph", text: `${name}: ${value}` }];
  return [
    ...(subject === null ? [] : [{ kind: "heading" as const, level: 1, text: subject }]),
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
