import { Parser, type ParserOptions } from "htmlparser2";
import { type Decoder, decoderOf } from "./decode-text.ts";

/** What is told of markup while it is read. Names are as written in XML, in small letters in HTML. */
export interface MarkupHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Reads XML piece by piece. Nothing is fetched or expanded: of entities only XML's own five and numbers are known, so that no document
 * type of a file's own can multiply its text. Gives control back after every piece, to take what was found so far. Throws MarkupTooDeep,
 * as the others here do.
 */
export async function* readXml(chunks: AsyncIterable<Uint8Array>, handler: MarkupHandler): AsyncGenerator<void> {
  yield* readPieces(chunks, parserFor(handler, { xmlMode: true }));
}

/** All of it at once. */
export async function readAllXml(chunks: AsyncIterable<Uint8Array>, handler: MarkupHandler): Promise<void> {
  const reading = readXml(chunks, handler);
  while ((await reading.next()).done !== true);
}

/** A web page written as XML, as the chapters of books are: with HTML's names for letters (`&nbsp;`), and its forgiveness. */
export async function readAllXhtml(chunks: AsyncIterable<Uint8Array>, handler: MarkupHandler): Promise<void> {
  // What stands before the first element is no text: the rest of a document type that declares names of its own.
  let isBegun = false;
  const inside: MarkupHandler = {
    open(name, attributes) {
      isBegun = true;
      handler.open?.(name, attributes);
    },
    close: (name) => handler.close?.(name),
    text: (text) => {
      if (isBegun) handler.text?.(text);
    },
  };
  const reading = readPieces(chunks, parserFor(inside, { recognizeSelfClosing: true }));
  while ((await reading.next()).done !== true);
}

async function* readPieces(chunks: AsyncIterable<Uint8Array>, parser: Parser): AsyncGenerator<void> {
  let decoder: Decoder | null = null;
  for await (const chunk of chunks) {
    decoder ??= decoderOf(encodingOf(chunk));
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.end(decoder?.decode() ?? "");
  yield;
}

/** Bytes in which XML says how it is written, if it does. */
const DECLARATION_BYTES = 200;

/** By the mark at its beginning, or as it says itself, else UTF-8. */
function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const start = Buffer.from(head.subarray(0, DECLARATION_BYTES)).toString("latin1");
  const said = xmlEncoding(start);
  // Who can say it in single bytes is not written in double ones.
  return said === null || /^utf-?16/i.test(said) ? "utf-8" : said;
}

/** What the declaration at the beginning of XML says of its letters; null: nothing. */
export function xmlEncoding(start: string): string | null {
  return /^(?:\xef\xbb\xbf|\ufeff)?<\?xml[^>]{0,150}\bencoding\s*=\s*["']([\w.:-]+)/.exec(start)?.[1] ?? null;
}

export function readXmlText(text: string, handler: MarkupHandler): void {
  parserFor(handler, { xmlMode: true }).end(text);
}

export function readHtmlText(text: string, handler: MarkupHandler): void {
  parserFor(handler, { recognizeSelfClosing: false }).end(text);
}

/** Elements in one another. Documents have dozens, careless ones hundreds; the parser takes time by the square of it. */
const DEEPEST_HTML = 20_000;
const DEEPEST_XML = 150_000;

/** Markup that was made to hold up whoever reads it. */
export class MarkupTooDeep extends Error {
  override readonly name = "MarkupTooDeep";
}

function parserFor(handler: MarkupHandler, options: ParserOptions): Parser {
  const deepest = options.xmlMode === true ? DEEPEST_XML : DEEPEST_HTML;
  let depth = 0;
  return new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        if (depth > deepest) throw new MarkupTooDeep("Elements lie too deep in one another");
        handler.open?.(name, attributes);
      },
      onclosetag(name) {
        depth -= 1;
        handler.close?.(name);
      },
      ontext: (text) => handler.text?.(text),
    },
    options,
  );
}
