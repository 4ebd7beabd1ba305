import type { PageFile } from "./page-file.ts";

export type RawValue = null | bigint | number | string | Buffer;

export interface RawRow {
  readonly rowid: bigint;
  /** As they are stored: the column that is the rowid itself is null, columns that were added later are missing. */
  readonly values: readonly RawValue[];
}

const TABLE_LEAF = 0x0d;
const MAX_COLUMNS = 200;
/** The longest message is 4,000,000 characters; what claims to be far longer is no row. */
const MAX_PAYLOAD_BYTES = 64 * 2 ** 20;

/**
 * The rows on one page, if it is a leaf of some table: read straight from the bytes, for pages that no tree leads to any more
 * (https://sqlite.org/fileformat2.html#b_tree_pages). A row that makes no sense is left out.
 */
export function rowsOfLeaf(file: PageFile, pageNumber: number): RawRow[] {
  const page = file.read(pageNumber);
  const start = pageNumber === 1 ? 100 : 0;
  if (page?.[start] !== TABLE_LEAF) return [];
  const count = page.readUInt16BE(start + 3);
  if (start + 8 + 2 * count > page.length) return [];
  const rows: RawRow[] = [];
  for (let cell = 0; cell < count; cell++) {
    try {
      rows.push(rowAt(file, page, page.readUInt16BE(start + 8 + 2 * cell)));
    } catch {
      // Its bytes lead out of the page or the file.
    }
  }
  return rows;
}

function rowAt(file: PageFile, page: Buffer, offset: number): RawRow {
  const [size, afterSize] = varint(page, offset);
  const [rowid, begin] = varint(page, afterSize);
  if (size > MAX_PAYLOAD_BYTES || size > file.pageCount * file.pageBytes) throw new RangeError("too large");
  return { rowid, values: record(payload(file, page, begin, Number(size))) };
}

/** What does not fit on the page goes on in a chain of others; how much stays here is laid down by the file format. */
function payload(file: PageFile, page: Buffer, begin: number, size: number): Buffer {
  const usable = file.pageBytes;
  const most = usable - 35;
  if (size <= most) return exactly(page, begin, size);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (usable - 4));
  const here = fitting <= most ? fitting : least;
  const parts = [exactly(page, begin, here)];
  let missing = size - here;
  let next = page.readUInt32BE(begin + here);
  while (missing > 0) {
    const overflow = next === 0 ? null : file.read(next);
    if (overflow === null) throw new RangeError("the chain is broken");
    const length = Math.min(missing, usable - 4);
    parts.push(overflow.subarray(4, 4 + length));
    missing -= length;
    next = overflow.readUInt32BE(0);
    if (missing > 0 && next > file.pageCount) throw new RangeError("the chain is broken");
  }
  return Buffer.concat(parts);
}

function record(bytes: Buffer): RawValue[] {
  const [headerSize, first] = varint(bytes, 0);
  const values: RawValue[] = [];
  let at = first;
  let body = Number(headerSize);
  while (at < headerSize) {
    const [type, after] = varint(bytes, at);
    const [value, length] = valueAt(bytes, body, Number(type));
    values.push(value);
    if (values.length > MAX_COLUMNS) throw new RangeError("too many columns");
    at = after;
    body += length;
  }
  if (body !== bytes.length) throw new RangeError("the columns do not fill the row");
  return values;
}

function valueAt(bytes: Buffer, at: number, type: number): [RawValue, number] {
  if (type === 0) return [null, 0];
  if (type <= 4) return [BigInt(bytes.readIntBE(at, type)), type];
  if (type === 5) return [BigInt(bytes.readIntBE(at, 6)), 6];
  if (type === 6) return [bytes.readBigInt64BE(at), 8];
  if (type === 7) return [bytes.readDoubleBE(at), 8];
  if (type === 8 || type === 9) return [BigInt(type - 8), 0];
  if (type < 12) throw new RangeError("not a type");
  const length = Math.floor((type - 12) / 2);
  const content = exactly(bytes, at, length);
  return [type % 2 === 1 ? content.toString("utf8") : content, length];
}

/** 7 bits a byte, high bit for more, all 8 of a ninth. */
function varint(bytes: Buffer, offset: number): [bigint, number] {
  let value = 0n;
  for (let i = 0; i < 9; i++) {
    const byte = bytes.readUInt8(offset + i);
    if (i === 8) return [BigInt.asIntN(64, (value << 8n) | BigInt(byte)), offset + 9];
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return [value, offset + i + 1];
  }
  throw new RangeError("not reached");
}

function exactly(bytes: Buffer, from: number, length: number): Buffer {
  if (from < 0 || from + length > bytes.length) throw new RangeError("out of the page");
  return bytes.subarray(from, from + length);
}
