import { open } from "node:fs/promises";
import { basename, extname } from "node:path";
import { fileFrom } from "#main/lib/chosen-path.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { TrainingSource } from "./contract.ts";

/** Enough for the head of any table, and to see whether it is a text at all. */
const LOOKED_AT_BYTES = 64 * 1_024;

const FORMATS: Readonly<Record<string, NonNullable<TrainingSource["format"]>>> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".txt": "text",
  ".md": "text",
};

/**
 * A file that somebody wants to learn from, by its beginning; all of it is read later, with errors by line. Throws INVALID_INPUT,
 * NOT_FOUND.
 */
export async function lookAtSource(typed: string): Promise<TrainingSource> {
  const path = await fileFrom(typed);
  const name = basename(path);
  const { sizeBytes, beginning } = await readBeginning(path, name);
  if (sizeBytes === 0) throw unfit(`${name} is empty.`);
  const other = otherKind(beginning);
  if (other !== null) throw unfit(`${name} ${other}`);
  const format = FORMATS[extname(path).toLowerCase()] ?? null;
  const headers = format === "csv" ? headersOf(beginning.toString("utf8")) : null;
  return { path, name, format, columns: null, sizeBytes, headers };
}

async function readBeginning(path: string, name: string): Promise<{ sizeBytes: number; beginning: Buffer }> {
  try {
    await using file = await open(path, "r");
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT_BYTES), 0, LOOKED_AT_BYTES, 0);
    return { sizeBytes: size, beginning: buffer.subarray(0, bytesRead) };
  } catch (error) {
    const problem = `Cloister may not read ${name}. Give it the right to, or copy the file to a folder of yours.`;
    throw new AppError("INVALID_INPUT", problem, { problem }, { cause: error });
  }
}

/** What people choose by mistake, by the first bytes; null for what may be a text. */
function otherKind(beginning: Buffer): string | null {
  const begins = (text: string) => beginning.subarray(0, text.length).toString("latin1") === text;
  const SAVE = "Save it as JSONL, CSV or plain text first.";
  if (begins("GGUF")) return "is a model, and no text to learn from.";
  if (begins("%PDF")) return `is a PDF. ${SAVE}`;
  if (begins("PK\x03\x04")) return `is a document of an office program, or an archive. ${SAVE}`;
  // UTF-16 has a byte of nothing in every letter of English: its mark says what it is.
  if (begins("\xff\xfe") || begins("\xfe\xff")) return null;
  return beginning.includes(0) ? `holds no text. ${SAVE}` : null;
}

/** The first line of a table, as RFC 4180 has it; the separator is the one that is there most often. */
export function headersOf(text: string): string[] | null {
  const clean = text.replace(/^\uFEFF/, "");
  const [line = ""] = clean.split(/\r?\n/, 1);
  const counts = [",", ";", "\t"].map((separator) => ({ separator, count: line.split(separator).length }));
  const { separator } = counts.reduce((best, each) => (each.count > best.count ? each : best));
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < clean.length; at += 1) {
    const letter = clean.charAt(at);
    if (letter === '"') {
      if (isQuoted && clean.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = !isQuoted;
    } else if (!isQuoted && (letter === separator || letter === "\n")) {
      cells.push(cell.trim());
      cell = "";
      if (letter === "\n") return cells;
    } else cell += letter;
  }
  cells.push(cell.trim());
  return cells.every((each) => each === "") ? null : cells;
}

function unfit(problem: string): AppError {
  return new AppError("INVALID_INPUT", problem, { problem });
}
