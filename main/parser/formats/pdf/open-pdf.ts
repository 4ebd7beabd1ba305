import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  getDocument,
  PasswordException,
  PasswordResponses,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import type { AppError } from "#main/rpc/errors.ts";
import { locked, type Source, unreadable } from "../reader.ts";

export interface OpenPdf extends AsyncDisposable {
  readonly document: PDFDocumentProxy;
  /** What is asked of the document, unless its disk fails: pdf.js would wait for ever. Throws DOCUMENT_UNREADABLE. */
  ask<T>(asked: Promise<T>): Promise<T>;
}

/** pdf.js asks for so much at once of a file that it reads in pieces. */
const CHUNK_BYTES = 1 << 20;

/** Not called `require`: the bundle has one of that name. */
const packages = createRequire(import.meta.url);
const folder = (name: string) => join(dirname(packages.resolve("pdfjs-dist/package.json")), name, "/");

/** Opened piece by piece: a file of two gigabytes takes no more memory than its pages. Throws DOCUMENT_LOCKED, DOCUMENT_UNREADABLE. */
export async function openPdf(source: Source): Promise<OpenPdf> {
  const transport = new PDFDataRangeTransport(source.bytes.size, null);
  const { promise: broken, reject: breaks } = Promise.withResolvers<never>();
  broken.catch(() => undefined);
  transport.requestDataRange = (begin: number, end: number): void => {
    source.bytes.read(begin, end).then(
      // A copy: pdf.js keeps, and may hand on, what it is given.
      (bytes) => transport.onDataRange(begin, new Uint8Array(bytes)),
      (error: unknown) => breaks(unreadable(source, "its disk cannot be read", error)),
    );
  };
  const task = getDocument({
    range: transport,
    rangeChunkSize: CHUNK_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    ...(source.password === null ? {} : { password: source.password }),
    // Nothing of the file is run as a program.
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    stopAtErrors: false,
    verbosity: 0,
    standardFontDataUrl: folder("standard_fonts"),
    cMapUrl: folder("cmaps"),
    cMapPacked: true,
    wasmUrl: folder("wasm"),
  });
  const ask = <T>(asked: Promise<T>) => Promise.race([asked, broken]);
  try {
    const opened = task.promise.catch((error: unknown) => {
      throw wording(source, error);
    });
    return { document: await ask(opened), ask, [Symbol.asyncDispose]: () => task.destroy() };
  } catch (error) {
    await task.destroy();
    throw error;
  }
}

function wording(source: Source, error: unknown): AppError {
  if (error instanceof PasswordException)
    return locked(source, error.code === PasswordResponses.INCORRECT_PASSWORD, error);
  return unreadable(source, "the PDF is damaged", error);
}
