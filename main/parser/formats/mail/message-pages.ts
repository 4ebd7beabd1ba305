import { bytesOf } from "../../bytes.ts";
import type { Page, ParseEvent } from "../../contract.ts";
import { isAppError } from "#main/rpc/errors.ts";
import { htmlText } from "../html/pieces.ts";
import { flowedPage, type Piece, type Source } from "../reader.ts";
import { textPieces } from "../text.ts";
import type { MailAttachment, Message } from "./message.ts";

/** Reads a file within another: an attachment. */
export type ReadInner = (file: Omit<Source, "kind">) => AsyncIterable<ParseEvent>;

/** Mail in mail in mail: what lies deeper is named, not read. */
const DEEPEST = 3;
const MOST_ATTACHMENTS = 200;

/** What a message gives: its head and text as one page, then the pages of its attachments under their names. */
export async function* messagePages(
  source: Source,
  message: Message,
  first: { number: number; label: string | null },
  readInner: ReadInner,
): AsyncGenerator<Extract<ParseEvent, { type: "page" | "left-out" }>> {
  yield { type: "page", page: flowedPage(first.number, first.label, [...headOf(message), ...bodyOf(message)]) };
  let number = first.number;
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

/** Plain text where there is some worth reading: HTML of mail is mostly look. */
function bodyOf({ html, text }: Message): Piece[] {
  const plain = text?.trim() ?? "";
  if (plain !== "") return textPieces(plain);
  return html === null ? [] : [...htmlText(html).pieces];
}
