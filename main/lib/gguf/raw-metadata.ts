import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ByteReader, GgufProblem } from "./byte-reader.ts";
import { GGUF_LIMITS } from "./limits.ts";
import { knownType, readKey, skipStrings } from "./metadata.ts";
import { SCALAR_BYTES } from "./value-types.ts";
import type { GgufField } from "./write.ts";

/** Magic and version; the numbers of tensors and of entries follow. */
const BEGIN_BYTES = 8;

/**
 * Every entry of a file's metadata as it lies there, in its order: also the long lists that `readGgufHeader` leaves out, a tokenizer of some
 * MB. Of a file whose head was read before. Throws GgufProblem when it has changed since.
 */
export async function readRawMetadata(path: string): Promise<Map<string, GgufField>> {
  const file = await open(path, constants.O_RDONLY);
  try {
    const reader = new ByteReader(file, (await file.stat()).size);
    reader.skip(BEGIN_BYTES, "its first lines");
    await reader.need(16, "its first lines");
    reader.count();
    const pairs = reader.count();
    if (pairs > GGUF_LIMITS.metadataPairs) throw new GgufProblem("its metadata is larger than any model's");
    const ranges: [key: string, begin: number, end: number][] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const key = await readKey(reader, GGUF_LIMITS);
      const begin = reader.position;
      await skipValue(reader, key);
      ranges.push([key, begin, reader.position]);
    }
    if (reader.position > GGUF_LIMITS.headerBytes) throw new GgufProblem("its metadata is larger than any model's");
    const entries = new Map<string, GgufField>();
    for (const [key, begin, end] of ranges) {
      entries.set(key, { type: "raw", bytes: await readRange(file, begin, end - begin) });
    }
    return entries;
  } finally {
    await file.close();
  }
}

async function skipValue(reader: ByteReader, key: string): Promise<void> {
  await reader.need(4, "its metadata");
  const type = knownType(reader.u32(), key);
  if (type === "string") return skipStrings(reader, key, 1);
  if (type !== "array") return reader.skip(SCALAR_BYTES[type], key);
  await reader.need(12, "its metadata");
  const itemType = knownType(reader.u32(), key);
  const length = reader.count();
  if (itemType === "array") throw new GgufProblem(`${key} is a list of lists, which the format has not`);
  if (itemType === "string") return skipStrings(reader, key, length);
  reader.skip(length * SCALAR_BYTES[itemType], key);
}

async function readRange(file: FileHandle, begin: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, begin);
  if (bytesRead < bytes) throw new GgufProblem("it ends in the middle of its metadata");
  return buffer;
}
