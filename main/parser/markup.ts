import { Parser, type ParserOptions } from "htmlparser2";

/** What is told of markup while it is read. Names are as written in XML, in small letters in HTML. */
export interface MarkupHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Reads XML piece by piece. Nothing is fetched or expanded: of entities only XML's own five and numbers are known, so that no document
 * type of a file's own can multiply its text. Gives control back after every piece, to take what was found so far.
 */
export async function* readXml(chunks: AsyncIterable<Uint8Array>, handler: MarkupHandler): AsyncGenerator<void> {
  const parser = parserFor(handler, { xmlMode: true });
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? "utf-16le" : "utf-8");
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.end(decoder?.decode() ?? "");
  yield;
}

/** All of it at once. */
export async function readAllXml(chunks: AsyncIterable<Uint8Array>, handler: MarkupHandler): Promise<void> {
  const reading = readXml(chunks, handler);
  while ((await reading.next()).done !== true);
}

export function readXmlText(text: string, handler: MarkupHandler): void {
  parserFor(handler, { xmlMode: true }).end(text);
}

export function readHtmlText(text: string, handler: MarkupHandler): void {
  parserFor(handler, { recognizeSelfClosing: false }).end(text);
}

function parserFor(handler: MarkupHandler, options: ParserOptions): Parser {
  return new Parser(
    {
      onopentag: (name, attributes) => handler.open?.(name, attributes),
      onclosetag: (name) => handler.close?.(name),
      ontext: (text) => handler.text?.(text),
    },
    options,
  );
}
