import type { DocumentKind, ParseEvent } from "../contract.ts";
import { detectKind } from "../detect-kind.ts";
import { MarkupTooDeep } from "../markup.ts";
import { readPlainText } from "./text.ts";
import { readMarkdown } from "./markdown.ts";
import { readCsv } from "./csv.ts";
import { readEpub } from "./epub/read-epub.ts";
import { readImage } from "./image/read-image.ts";
import { readHtml } from "./html/read-html.ts";
import { readMail } from "./mail/read-mail.ts";
import { readMailbox } from "./mail/read-mailbox.ts";
import { readRtf } from "./rtf/read-rtf.ts";
import { readOdt } from "./odt/read-odt.ts";
import { readPptx } from "./slides/read-pptx.ts";
import { readXlsx } from "./sheet/read-xlsx.ts";
import { readDocx } from "./docx/read-docx.ts";
import { readPdf } from "./pdf/read-pdf.ts";
import { type Reader, type Source, unreadable } from "./reader.ts";

const READERS: Partial<Record<DocumentKind, Reader>> = {
  text: readPlainText,
  markdown: readMarkdown,
  pdf: readPdf,
  docx: readDocx,
  html: readHtml,
  csv: readCsv,
  epub: readEpub,
  xlsx: readXlsx,
  pptx: readPptx,
  odt: readOdt,
  image: readImage,
  rtf: readRtf,
  mail: (source) => readMail(source, readFile),
  mailbox: (source) => readMailbox(source, readFile),
};

/** Reads a file as what it is. Throws DOCUMENT_UNREADABLE, DOCUMENT_LOCKED. */
export async function* readFile(file: Omit<Source, "kind">): AsyncGenerator<ParseEvent, void> {
  const kind = await detectKind(file);
  try {
    for await (const event of readerOf(kind)({ ...file, kind })) {
      if (event.type !== "page" || event.page.number >= file.fromPage) yield event;
    }
  } catch (error) {
    if (!(error instanceof MarkupTooDeep)) throw error;
    throw unreadable(file, "its elements lie many thousands deep in one another, as if to hold the reader up", error);
  }
}

function readerOf(kind: DocumentKind): Reader {
  const reader = READERS[kind];
  if (reader !== undefined) return reader;
  return (source) => {
    throw unreadable(source, "it is of a kind that Cloister does not read");
  };
}
