import { isUtf8 } from "node:buffer";
import type { ByteReader } from "./byte-reader.ts";
import { GgufProblem } from "./byte-reader.ts";
import type { GgufLimits } from "./limits.ts";
import type { ScalarTypeName, ValueTypeName } from "./value-types.ts";
import { SCALAR_BYTES, valueTypeName } from "./value-types.ts";

/** 64-bit numbers are bigint only where a number would not be exact. */
export type GgufScalar = string | number | bigint | boolean;
export type GgufValue = GgufScalar | GgufScalar[];

export interface GgufMetadata {
  /** Scalars, strings and short arrays. What was too long to keep is missing here and has its length in `lengths`. */
  metadata: Map<string, GgufValue>;
  /** The type of every entry; of an array, that of its items. */
  types: Map<string, ValueTypeName>;
  /** Items of every array, and bytes of the strings that were not kept. */
  lengths: Map<string, number>;
}

/** Key of one byte, type and value of one byte: nothing shorter can be an entry. */
const MIN_PAIR_BYTES = 14;
/** What a number costs in a kept array, about. */
const KEPT_ITEM_BYTES = 8;

/** Reads the entries between the file's first lines and its tensors. Throws GgufProblem. */
export async function readMetadata(reader: ByteReader, pairs: number, limits: GgufLimits): Promise<GgufMetadata> {
  if (pairs > limits.metadataPairs || pairs * MIN_PAIR_BYTES > reader.left) {
    throw new GgufProblem(`it claims ${countWord(pairs)} entries of metadata, more than it can hold`);
  }
  const result: GgufMetadata = { metadata: new Map(), types: new Map(), lengths: new Map() };
  let keptBytes = 0;
  const keep = (bytes: number): void => {
    keptBytes += bytes;
    if (keptBytes > limits.keptBytes) throw new GgufProblem("its metadata is larger than any model's");
  };

  for (let pair = 0; pair < pairs; pair++) {
    const key = await readKey(reader, limits);
    if (result.types.has(key)) throw new GgufProblem(`its metadata names ${shown(key)} twice`);
    keep(key.length);
    await reader.need(4, "its metadata");
    const type = knownType(reader.u32(), key);
    if (type === "array") await readArray(reader, key, result, limits, keep);
    else if (type === "string") await readLongString(reader, key, result, limits, keep);
    else {
      await reader.need(SCALAR_BYTES[type], "its metadata");
      result.types.set(key, type);
      result.metadata.set(key, readScalar(reader, type));
    }
    if (reader.position > limits.headerBytes) throw new GgufProblem("its metadata is larger than any model's");
  }
  return result;
}

/** The name of the entry that comes next. */
export async function readKey(reader: ByteReader, limits: GgufLimits): Promise<string> {
  await reader.need(8, "its metadata");
  const length = reader.count();
  if (length === 0) throw new GgufProblem("its metadata has an entry without a name");
  if (length > limits.keyBytes) throw new GgufProblem(`its metadata has a name of ${countWord(length)} bytes`);
  const bytes = await reader.bytes(length, "its metadata");
  if (!isUtf8(bytes)) throw new GgufProblem("its metadata has a name that is not text");
  return bytes.toString("utf8");
}

async function readLongString(
  reader: ByteReader,
  key: string,
  result: GgufMetadata,
  limits: GgufLimits,
  keep: (bytes: number) => void,
): Promise<void> {
  const length = await readStringLength(reader, key);
  result.types.set(key, "string");
  if (length > limits.keptStringBytes) {
    result.lengths.set(key, length);
    reader.skip(length, shown(key));
    return;
  }
  keep(length);
  result.metadata.set(key, (await reader.bytes(length, shown(key))).toString("utf8"));
}

async function readArray(
  reader: ByteReader,
  key: string,
  result: GgufMetadata,
  limits: GgufLimits,
  keep: (bytes: number) => void,
): Promise<void> {
  await reader.need(12, shown(key));
  const type = knownType(reader.u32(), key);
  const length = reader.count();
  if (type === "array") throw new GgufProblem(`${shown(key)} is a list of lists, which the format has not`);
  // An empty string still takes the 8 bytes of its length.
  const itemBytes = type === "string" ? 8 : SCALAR_BYTES[type];
  if (length > limits.arrayItems || length * itemBytes > reader.left) {
    throw new GgufProblem(`${shown(key)} claims ${countWord(length)} items, more than the file can hold`);
  }
  result.types.set(key, type);
  result.lengths.set(key, length);

  if (length > limits.keptArrayItems) {
    if (type === "string") await skipStrings(reader, key, length);
    else reader.skip(length * itemBytes, shown(key));
    return;
  }
  const items: GgufScalar[] = [];
  for (let item = 0; item < length; item++) {
    if (type === "string") {
      const bytes = await readStringLength(reader, key);
      keep(bytes);
      items.push((await reader.bytes(bytes, shown(key))).toString("utf8"));
    } else {
      keep(KEPT_ITEM_BYTES);
      await reader.need(itemBytes, shown(key));
      items.push(readScalar(reader, type));
    }
  }
  result.metadata.set(key, items);
}

/**
 * Moves on behind a list of strings. Hot: a tokenizer has hundreds of thousands of strings, so within the buffer nothing is awaited.
 */
export async function skipStrings(reader: ByteReader, key: string, length: number): Promise<void> {
  const what = shown(key);
  let left = length;
  while (left > 0) {
    await reader.need(8, what);
    while (left > 0 && reader.buffered >= 8) {
      reader.skip(reader.count(), what);
      left--;
    }
  }
}

async function readStringLength(reader: ByteReader, key: string): Promise<number> {
  await reader.need(8, shown(key));
  const length = reader.count();
  if (length > reader.left)
    throw new GgufProblem(`${shown(key)} claims ${countWord(length)} bytes, more than the file has`);
  return length;
}

export function knownType(id: number, key: string): ValueTypeName {
  const type = valueTypeName(id);
  if (type === undefined) throw new GgufProblem(`${shown(key)} has a type (${id}) that the format has not`);
  return type;
}

function readScalar(reader: ByteReader, type: ScalarTypeName): GgufScalar {
  switch (type) {
    case "u8":
      return reader.u8();
    case "i8":
      return reader.i8();
    case "u16":
      return reader.u16();
    case "i16":
      return reader.i16();
    case "u32":
      return reader.u32();
    case "i32":
      return reader.i32();
    case "f32":
      return reader.f32();
    case "f64":
      return reader.f64();
    case "bool":
      return reader.u8() !== 0;
    case "u64":
      return exactNumber(reader.u64());
    case "i64":
      return exactNumber(reader.i64());
  }
}

function exactNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A name from the file as a message may show it: short, and without characters that would disturb a line. */
export function shown(name: string): string {
  const clean = name.slice(0, 60).replace(/[\u0000-\u001f\u007f-\u009f\u200e-\u200f\u2028-\u202e]/g, "\ufffd");
  return `"${clean}${name.length > 60 ? "…" : ""}"`;
}

export function countWord(count: number): string {
  return Number.isFinite(count) ? count.toLocaleString("en") : "more than 9,007,199,254,740,992";
}
