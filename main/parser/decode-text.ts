import { guessEncoding } from "./guess-encoding.ts";
import { type Source, unreadable } from "./formats/reader.ts";

/** A novel has one megabyte; more than this is no text that somebody reads. */
const MOST_BYTES = 256e6;

/** A text file's text, by its byte order mark, else UTF-8, else in the encoding that its letters speak for. Throws DOCUMENT_UNREADABLE. */
export async function readText(source: Pick<Source, "bytes" | "name">): Promise<string> {
  return decodeText(await readWhole(source));
}

/** All of a file that is worked on as one piece. Throws DOCUMENT_UNREADABLE for one of more than 256 MB. */
export async function readWhole(source: Pick<Source, "bytes" | "name">): Promise<Buffer> {
  const { bytes } = source;
  if (bytes.size > MOST_BYTES) throw unreadable(source, "it has more than 256 MB, which no document of its kind has");
  return bytes.read(0, bytes.size);
}

/** `named`: what the text says of itself, as Windows and the web name encodings; ignored where nobody knows it. */
export function decodeText(bytes: Uint8Array, named: string | null = null): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  if (marked !== null) return new TextDecoder(marked).decode(bytes);
  // Japanese mail and pages are written in bytes of which each is a letter of ASCII as well.
  if (named !== null && /^iso-2022-jp$/i.test(named)) return decoderOf(named).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return decoderOf(named ?? guessEncoding(bytes)).decode(bytes);
  }
}

export type Decoder = InstanceType<typeof TextDecoder>;

/** Windows-1252 where the name is unknown. */
export function decoderOf(name: string): Decoder {
  try {
    return new TextDecoder(name);
  } catch {
    return new TextDecoder("windows-1252");
  }
}
