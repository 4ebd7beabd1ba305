import { open } from "node:fs/promises";
import { AppError } from "#main/rpc/errors.ts";
import type { DocumentKind } from "./contract.ts";
import { unreadable } from "./formats/reader.ts";

/** What the end of a name says. */
const BY_EXTENSION: Readonly<Record<string, DocumentKind>> = {
  ...{ pdf: "pdf", docx: "docx", docm: "docx", odt: "odt", rtf: "rtf", epub: "epub", pptx: "pptx" },
  ...{ xlsx: "xlsx", xlsm: "xlsx", csv: "csv", tsv: "csv", html: "html", htm: "html", xhtml: "html" },
  ...{ md: "markdown", markdown: "markdown", txt: "text", text: "text", log: "text" },
  ...{ eml: "mail", msg: "mail", mbox: "mailbox" },
  ...{ png: "image", jpg: "image", jpeg: "image", tif: "image", tiff: "image" },
};

const HEAD_BYTES = 4_096;

/**
 * What a file is: by its first bytes where they say it, whatever it is called, else by the end of its name. Throws NOT_FOUND, and
 * DOCUMENT_UNREADABLE for what is no document.
 */
export async function detectKind(path: string, name: string): Promise<DocumentKind> {
  const head = await readHead(path);
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const byName = BY_EXTENSION[extension] ?? null;
  if (head.length === 0) throw unreadable({ name }, "the file is empty");
  const kind = byBytes(head, byName);
  if (kind === null) throw unreadable({ name }, "it is of a kind that Cloister does not read");
  return kind;
}

function byBytes(head: Buffer, byName: DocumentKind | null): DocumentKind | null {
  const starts = (bytes: string | readonly number[]) =>
    head
      .subarray(0, bytes.length)
      .equals(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : Buffer.from(bytes));
  // Some programs put something before a PDF's beginning; readers look for it in the first kilobyte.
  if (head.subarray(0, 1_024).includes("%PDF-")) return "pdf";
  if (starts("{\\rtf")) return "rtf";
  if (starts([0x89, 0x50, 0x4e, 0x47]) || starts([0xff, 0xd8, 0xff])) return "image";
  if (starts("II*\0") || starts("MM\0*")) return "image";
  if (starts("PK\x03\x04")) return inZip(head, byName);
  // Microsoft's compound files: mail, and Office's files from before 2007, which are not read.
  if (starts([0xd0, 0xcf, 0x11, 0xe0])) return byName === "mail" ? "mail" : null;
  if (looksBinary(head)) return null;
  if (byName !== null && TEXTUAL.has(byName)) return byName;
  const text = head.toString("utf8").trimStart().toLowerCase();
  if (text.startsWith("<!doctype html") || text.startsWith("<html")) return "html";
  if (/^(from|to|subject|date|received|return-path|message-id|mime-version):/i.test(text)) return "mail";
  return "text";
}

const TEXTUAL: ReadonlySet<DocumentKind> = new Set(["html", "markdown", "text", "csv", "mail", "mailbox"]);

/** Office's, OpenDocument's and EPUB's files are archives; the first entries' names say which. */
function inZip(head: Buffer, byName: DocumentKind | null): DocumentKind | null {
  const names = head.toString("latin1");
  if (names.includes("mimetypeapplication/epub+zip")) return "epub";
  if (names.includes("mimetypeapplication/vnd.oasis.opendocument.text")) return "odt";
  const inside = (["docx", "xlsx", "pptx"] as const).find((kind) =>
    names.includes({ docx: "word/", xlsx: "xl/", pptx: "ppt/" }[kind]),
  );
  if (inside !== undefined) return inside;
  const isArchive =
    byName === "docx" || byName === "xlsx" || byName === "pptx" || byName === "odt" || byName === "epub";
  return isArchive ? byName : null;
}

/** Zero bytes are in no text but UTF-16's, which begins with its mark. */
function looksBinary(head: Buffer): boolean {
  const isUtf16 =
    head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff));
  return !isUtf16 && head.includes(0);
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw new AppError("NOT_FOUND", `${path} cannot be read.`, { what: "file" }, { cause: error });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
