import type { DocumentKind } from "../contract.ts";
import { readPlainText } from "./text.ts";
import { readMarkdown } from "./markdown.ts";
import { readPdf } from "./pdf/read-pdf.ts";
import { type Reader, unreadable } from "./reader.ts";

const READERS: Partial<Record<DocumentKind, Reader>> = {
  text: readPlainText,
  markdown: readMarkdown,
  pdf: readPdf,
};

export function readerOf(kind: DocumentKind): Reader {
  const reader = READERS[kind];
  if (reader !== undefined) return reader;
  return (source) => {
    throw unreadable(source, "it is of a kind that Cloister does not read");
  };
}
