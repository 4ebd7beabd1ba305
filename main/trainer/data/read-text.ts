import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { AppError } from "#main/rpc/errors.ts";
import { invalidData } from "./problem.ts";

export interface TextFile {
  readonly path: string;
  /** As the person knows it. */
  readonly name: string;
}

/** What a reader of a format needs to know. */
export interface Reading {
  readonly signal: AbortSignal;
  /** Bytes of the file that were read so far. */
  onBytes(bytes: number): void;
}

const CHUNK_BYTES = 1 << 18;
const LINE_BREAK = 0x0a;

/**
 * A file as text, in pieces that may end anywhere: UTF-8, with a byte order mark or without, or UTF-16 with one. Throws DATA_INVALID with
 * the line where something else stands, NOT_FOUND.
 */
export async function* readText(file: TextFile, reading: Reading): AsyncGenerator<string, void, void> {
  let decoder: Decoder | null = null;
  let read = 0;
  let line = 1;
  try {
    for await (const chunk of createReadStream(file.path, { highWaterMark: CHUNK_BYTES, signal: reading.signal })) {
      const bytes = chunk as Buffer;
      decoder ??= decoderFor(file, bytes);
      const text = decode(file, decoder, bytes, line);
      read += bytes.length;
      reading.onBytes(read);
      line += breaksIn(text);
      if (text !== "") yield text;
    }
    if (decoder !== null) decode(file, decoder, null, line);
  } catch (error) {
    throw asAppError(file, error, reading.signal);
  }
}

/** Sizes of files that are there. Throws NOT_FOUND, DATA_INVALID for one that is none. */
export async function sizeOf(file: TextFile): Promise<number> {
  try {
    const found = await stat(file.path);
    if (!found.isFile()) throw invalidData(file.name, null, "it is not a file");
    return found.size;
  } catch (error) {
    throw asAppError(file, error, null);
  }
}

type Decoder = { name: "UTF-8" | "UTF-16"; decode(bytes: Buffer | null): string };

function decoderFor(file: TextFile, bytes: Buffer): Decoder {
  const [a, b, c, d] = bytes;
  const isWide = (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (isWide) throw invalidData(file.name, null, "it is written in UTF-32; save it as UTF-8");
  const mark = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "utf-8";
  // No text of UTF-8 holds bytes of zero; every other byte is one in English of UTF-16.
  if (mark === "utf-8" && bytes.subarray(0, 64).includes(0)) {
    throw invalidData(file.name, 1, "it is not text: it holds bytes of zero. If it is UTF-16, save it as UTF-8");
  }
  const decoder = new TextDecoder(mark, { fatal: true });
  return {
    name: mark === "utf-8" ? "UTF-8" : "UTF-16",
    decode: (piece) => (piece === null ? decoder.decode() : decoder.decode(piece, { stream: true })),
  };
}

function decode(file: TextFile, decoder: Decoder, bytes: Buffer | null, line: number): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    const wrong = bytes === null || decoder.name === "UTF-16" ? line : line + linesBeforeFault(bytes);
    const problem = `it is not written in ${decoder.name} throughout; save the file as UTF-8`;
    throw invalidData(file.name, wrong, problem, error);
  }
}

/** Lines of a piece before the one with the fault. A character cut off at either end of the piece is none. */
function linesBeforeFault(bytes: Buffer): number {
  let lines = 0;
  let from = 0;
  while (from < bytes.length && ((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1;
  for (;;) {
    const end = bytes.indexOf(LINE_BREAK, from);
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return lines;
    lines += 1;
    from = end + 1;
  }
}

export function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function asAppError(file: TextFile, error: unknown, signal: AbortSignal | null): unknown {
  if (error instanceof AppError) return error;
  if (signal?.aborted === true) return new AppError("CANCELLED", "Cancelled.", {}, { cause: error });
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new AppError("NOT_FOUND", `There is no file at ${file.path}.`, { what: "file" }, { cause: error });
  }
  if (code === "EACCES" || code === "EPERM") return invalidData(file.name, null, "Cloister may not read it", error);
  return code === "" ? error : invalidData(file.name, null, `the system cannot read it (${code})`, error);
}
