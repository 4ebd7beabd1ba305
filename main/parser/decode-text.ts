import { readFile, stat } from "node:fs/promises";
import { type Source, unreadable } from "./formats/reader.ts";

/** A novel has one megabyte; more than this is no text that somebody reads. */
const MOST_BYTES = 256e6;

/** A text file's text, by its byte order mark, else UTF-8, else Windows-1252, which any bytes are. Throws DOCUMENT_UNREADABLE. */
export async function readText(source: Pick<Source, "path" | "name">): Promise<string> {
  const { size } = await stat(source.path);
  if (size > MOST_BYTES) throw unreadable(source, "it has more than 256 MB of text");
  return decodeText(await readFile(source.path));
}

export function decodeText(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  if (encoding !== null) return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
