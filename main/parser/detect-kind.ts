import { openArchive } from "./archive.ts";
import { namesInCompound } from "./compound.ts";
import type { DocumentKind } from "./contract.ts";
import { type Source, unreadable } from "./formats/reader.ts";

/** What the end of a name says. */
const BY_EXTENSION: Readonly<Record<string, DocumentKind>> = {
  ...{ pdf: "pdf", docx: "docx", docm: "docx", odt: "odt", rtf: "rtf", epub: "epub", pptx: "pptx", pptm: "pptx" },
  ...{ xlsx: "xlsx", xlsm: "xlsx", csv: "csv", tsv: "csv", html: "html", htm: "html", xhtml: "html" },
  ...{ md: "markdown", markdown: "markdown", txt: "text", text: "text", log: "text" },
  ...{ eml: "mail", msg: "mail", mbox: "mailbox" },
  ...{ png: "image", jpg: "image", jpeg: "image", tif: "image", tiff: "image" },
};

const HEAD_BYTES = 4_096;
type Named = Pick<Source, "bytes" | "name">;

/**
 * What a file is: by its bytes where they say it, whatever it is called, else by the end of its name. Throws DOCUMENT_UNREADABLE for
 * what is no document, with what it is instead.
 */
export async function detectKind(file: Named): Promise<DocumentKind> {
  const { bytes, name } = file;
  const head = await bytes.read(0, HEAD_BYTES);
  if (head.length === 0) throw unreadable(file, "the file is empty");
  const starts = (sign: string) => head.subarray(0, sign.length).equals(Buffer.from(sign, "latin1"));
  // Some programs put something before a PDF's beginning; readers look for it in the first kilobyte.
  if (head.subarray(0, 1_024).includes("%PDF-")) return "pdf";
  if (starts("{\\rtf")) return "rtf";
  if (starts("\x89PNG") || starts("\xff\xd8\xff") || starts("II*\0") || starts("MM\0*")) return "image";
  if (starts("PK\x03\x04") || starts("PK\x05\x06")) return kindOfArchive(file);
  if (starts("\xd0\xcf\x11\xe0")) return kindOfCompound(file);
  const refused = REFUSED.find(({ sign, at = 0 }) => head.subarray(at).toString("latin1").startsWith(sign));
  if (refused !== undefined) throw unreadable(file, refused.problem);
  if (looksBinary(head)) throw unreadable(file, "it is of a kind that Cloister does not read");
  return kindOfText(head, kindByName(name));
}

/** What people have in their folders and Cloister does not read, and what to do. */
const REFUSED: readonly { sign: string; at?: number; problem: string }[] = [
  { sign: "MZ", problem: "it is a program, and not a document" },
  { sign: "\x7fELF", problem: "it is a program, and not a document" },
  { sign: "\x1f\x8b", problem: "it is an archive; unpack it and add the files in it" },
  { sign: "7z\xbc\xaf\x27\x1c", problem: "it is an archive; unpack it and add the files in it" },
  { sign: "Rar!", problem: "it is an archive; unpack it and add the files in it" },
  { sign: "ftyphei", at: 4, problem: "it is a HEIC photo; save it as JPEG and add that" },
  { sign: "ftypmif1", at: 4, problem: "it is a HEIC photo; save it as JPEG and add that" },
  { sign: "GIF8", problem: "it is a GIF picture; save it as PNG and add that" },
  { sign: "WEBP", at: 8, problem: "it is a WebP picture; save it as PNG and add that" },
  { sign: "ftyp", at: 4, problem: "it is a film or a recording, and not a document" },
  { sign: "ID3", problem: "it is a recording, and not a document" },
  { sign: "SQLite format 3\0", problem: "it is a database, and not a document" },
];

const OPEN_DOCUMENT = "application/vnd.oasis.opendocument.";

/** Office's, OpenDocument's and EPUB's files are archives; what is in them says which. */
async function kindOfArchive(file: Named): Promise<DocumentKind> {
  const archive = await openArchive(file);
  const names = new Set(archive.names);
  const has = (name: string) => names.has(name);
  const type = has("mimetype") ? ((await archive.read("mimetype"))?.toString("latin1").trim() ?? "") : "";
  if (type === "application/epub+zip" || has("META-INF/container.xml")) return "epub";
  if (type.startsWith(`${OPEN_DOCUMENT}text`)) return "odt";
  if (type.startsWith(`${OPEN_DOCUMENT}spreadsheet`))
    throw unreadable(file, "it is an OpenDocument spreadsheet; save it as XLSX and add that");
  if (type.startsWith(OPEN_DOCUMENT))
    throw unreadable(file, "it is an OpenDocument presentation or drawing; save it as PDF and add that");
  if (archive.names.some((name) => name.startsWith("word/"))) return "docx";
  if (has("xl/workbook.bin"))
    throw unreadable(file, "it is a binary Excel workbook (XLSB); save it as XLSX and add that");
  if (archive.names.some((name) => name.startsWith("xl/"))) return "xlsx";
  if (archive.names.some((name) => name.startsWith("ppt/"))) return "pptx";
  if (archive.names.some((name) => name.endsWith(".iwa")))
    throw unreadable(file, "it is a document of Apple's Pages, Numbers or Keynote; export it as PDF and add that");
  throw unreadable(file, "it is an archive; unpack it and add the files in it");
}

/** Outlook's mail is read, Office's files from before 2007 are not. */
async function kindOfCompound(file: Named): Promise<DocumentKind> {
  const names = await namesInCompound(file.bytes);
  if (names.has("EncryptedPackage")) return kindOfEncrypted(file.name);
  if (names.has("__properties_version1.0")) return "mail";
  const old = OLD_OFFICE.find(({ names: known }) => known.some((name) => names.has(name)));
  throw unreadable(
    file,
    old?.problem ?? "it is a damaged or very old Office file; open it there, save it anew and add that",
  );
}

const OLD_OFFICE = [
  {
    names: ["WordDocument"],
    problem:
      "it is a Word document of the format before 2007 (.doc); save it as DOCX, in Word or LibreOffice, and add that",
  },
  {
    names: ["Workbook", "Book"],
    problem:
      "it is an Excel workbook of the format before 2007 (.xls); save it as XLSX, in Excel or LibreOffice, and add that",
  },
  {
    names: ["PowerPoint Document"],
    problem:
      "it is a presentation of the format before 2007 (.ppt); save it as PPTX, in PowerPoint or LibreOffice, and add that",
  },
] as const;

/** Which of Office's kinds it is shows when it is open; until then its name is believed. */
function kindOfEncrypted(name: string): DocumentKind {
  const kind = kindByName(name);
  return kind === "xlsx" || kind === "pptx" ? kind : "docx";
}

function kindByName(name: string): DocumentKind | null {
  return BY_EXTENSION[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ""] ?? null;
}

const TEXTUAL: ReadonlySet<DocumentKind> = new Set(["html", "markdown", "text", "csv", "mail", "mailbox"]);

/** Notes may stand before it, as in pages that a browser saved. */
const HTML = /^(?:<\?xml[^>]*>\s*|<!--(?:(?!-->)[^])*-->\s*)*(?:<!doctype html|<html[\s>])/i;

function kindOfText(head: Buffer, byName: DocumentKind | null): DocumentKind {
  const text = head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (/^From \S+.*\d{4}/.test(text) && byName !== "text") return "mailbox";
  // Many programs call a page of theirs a table. Markdown may have a page in it.
  if (byName !== "markdown" && HTML.test(text)) return "html";
  if (byName !== null && TEXTUAL.has(byName)) return byName;
  return /^(from|to|subject|date|received|return-path|message-id|mime-version|delivered-to):/i.test(text)
    ? "mail"
    : "text";
}

/** Of bytes that no keyboard writes; a text may have a stray one. */
const MOST_CONTROL_SHARE = 0.1;

/** Zero bytes are in no text but UTF-16's, which begins with its mark. */
function looksBinary(head: Buffer): boolean {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16) return false;
  const control = head.filter((byte) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b).length;
  return head.includes(0) || control > MOST_CONTROL_SHARE * head.length;
}
