import { Readable } from "node:stream";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import { chunksOf, type Bytes } from "./bytes.ts";
import { type Source, unreadable } from "./formats/reader.ts";

/** A ZIP archive, as Office, OpenDocument and EPUB files are. What is in it is looked at before it is unpacked. */
export interface Archive {
  /** In the order of its directory. */
  readonly names: readonly string[];
  /** Unpacked piece by piece. Throws DOCUMENT_UNREADABLE where there is none, and for what unpacks to more than it says. */
  stream(name: string): AsyncIterable<Uint8Array>;
  /** null: there is none. Throws DOCUMENT_UNREADABLE. */
  read(name: string): Promise<Buffer | null>;
}

const MOST_ENTRIES = 50_000;
/** Unpacked, all that is read of it: a book with its pictures has some 100 MB, and pictures are not unpacked. */
const MOST_UNPACKED = 1e9;
/** What is read as one piece. */
const MOST_WHOLE = 256e6;
/** Text packs to a tenth, tables of the same numbers to a hundredth; a file of this size that packs to less was made to harm. */
const SUSPECT_BYTES = 16e6;
const MOST_RATIO = 300;
/** It stays open while its files are asked for. */
const OPTIONS = { autoClose: false };

/** Throws DOCUMENT_UNREADABLE. */
export async function openArchive(source: Pick<Source, "bytes" | "name">): Promise<Archive> {
  const entries = new Map<string, Entry>();
  const zip = await fromRandomAccessReaderPromise(readerOf(source.bytes), source.bytes.size, OPTIONS).catch(
    (error: unknown) => {
      throw unreadable(source, "the archive that it is is damaged or cut off", error);
    },
  );
  try {
    for await (const entry of zip.eachEntry()) {
      entries.set(entry.fileName.replace(/^\//, ""), entry);
      if (entries.size > MOST_ENTRIES) break;
    }
  } catch (error) {
    throw unreadable(source, "the archive that it is is damaged or cut off", error);
  }
  if (entries.size > MOST_ENTRIES) throw unreadable(source, "there are more than 50,000 files in it");
  let unpacked = 0;

  function find(name: string): Entry | null {
    const entry = entries.get(name);
    if (entry === undefined) return null;
    const { uncompressedSize, compressedSize } = entry;
    const isBomb = uncompressedSize > SUSPECT_BYTES && uncompressedSize > MOST_RATIO * compressedSize;
    if (isBomb || unpacked + uncompressedSize > MOST_UNPACKED)
      throw unreadable(source, "it unpacks to much more than any document has, as if to fill the computer's memory");
    if (!entry.canDecodeFileData()) throw unreadable(source, "it is packed in a way that Cloister does not know");
    unpacked += uncompressedSize;
    return entry;
  }

  async function* unpack(entry: Entry): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry)) yield chunk as Buffer;
    } catch (error) {
      throw unreadable(source, "the archive that it is is damaged", error);
    }
  }

  return {
    names: [...entries.keys()],
    async *stream(name) {
      const entry = find(name);
      if (entry === null) throw unreadable(source, `a part of it is missing (${name})`);
      yield* unpack(entry);
    },
    async read(name) {
      const entry = find(name);
      if (entry === null) return null;
      if (entry.uncompressedSize > MOST_WHOLE) throw unreadable(source, `a part of it is too large (${name})`);
      const chunks: Uint8Array[] = [];
      for await (const chunk of unpack(entry)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  };
}

/** The library wants a class of its own to be filled in. */
class ArchiveReader extends RandomAccessReader {}

/** Only what is asked for is read of a file of two gigabytes. */
function readerOf(bytes: Bytes): RandomAccessReader {
  const reader = new ArchiveReader();
  reader._readStreamForRange = (start, end) => Readable.from(chunksOf(bytes, start, end));
  reader.read = (buffer, offset, length, position, callback) => {
    bytes.read(position, position + length).then(
      (read) => {
        read.copy(buffer, offset);
        callback(read.length < length ? new Error("unexpected end of the file") : null);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  };
  return reader;
}
