import { open } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  getDocument,
  PasswordException,
  PasswordResponses,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import { AppError } from "#main/rpc/errors.ts";
import { type Source, unreadable } from "../reader.ts";

export interface OpenPdf extends AsyncDisposable {
  readonly document: PDFDocumentProxy;
}

/** pdf.js asks for so much at once of a file that it reads in pieces. */
const CHUNK_BYTES = 1 << 20;

/** Not called `require`: the bundle has one of that name. */
const packages = createRequire(import.meta.url);
const folder = (name: string) => join(dirname(packages.resolve("pdfjs-dist/package.json")), name, "/");

/** Opened piece by piece: a file of two gigabytes takes no more memory than its pages. Throws DOCUMENT_LOCKED, DOCUMENT_UNREADABLE. */
export async function openPdf(source: Source): Promise<OpenPdf> {
  const file = await open(source.path, "r");
  try {
    const { size } = await file.stat();
    const transport = new PDFDataRangeTransport(size, null);
    let failure: unknown = null;
    transport.requestDataRange = (begin: number, end: number): void => {
      const bytes = new Uint8Array(end - begin);
      file.read(bytes, 0, bytes.length, begin).then(
        ({ bytesRead }) => transport.onDataRange(begin, bytes.subarray(0, bytesRead)),
        (error: unknown) => {
          failure = error;
          transport.abort();
        },
      );
    };
    const task = getDocument({
      range: transport,
      rangeChunkSize: CHUNK_BYTES,
      disableAutoFetch: true,
      disableStream: true,
      ...(source.password === null ? {} : { password: source.password }),
      // Nothing is drawn, and nothing of the file is run as a program.
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
    const document = await task.promise.catch((error: unknown) => {
      throw failure === null ? wording(source, error) : unreadable(source, "its disk cannot be read", failure);
    });
    return {
      document,
      async [Symbol.asyncDispose]() {
        await task.destroy();
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function wording(source: Source, error: unknown): AppError {
  if (error instanceof PasswordException) {
    const isWrong = error.code === PasswordResponses.INCORRECT_PASSWORD;
    const message = isWrong
      ? `The password does not open ${source.name}.`
      : `${source.name} is locked with a password.`;
    return new AppError("DOCUMENT_LOCKED", message, { document: source.name, isWrong }, { cause: error });
  }
  return unreadable(source, "the PDF is damaged", error);
}
