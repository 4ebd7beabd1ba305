import { integer } from "./random.ts";

/** What a header's numbers are replaced by: the edges of what fits into 32, 53, 63 and 64 bits, and of small counts. */
const EDGES: readonly bigint[] = [
  0n,
  1n,
  2n,
  7n,
  13n,
  255n,
  65_535n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

type Random = () => number;
type Mutation = (bytes: Buffer, headerBytes: number, random: Random) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  flipBits,
  overwriteNumber,
  overwriteNumber,
  overwriteKeyType,
  overwriteKeyType,
  overwriteNoise,
  cutOff,
  removeSlice,
  insertNoise,
  repeatSlice,
];

/** A copy of a sound file with one to four things wrong in its header. The same random numbers give the same file. */
export function mutateGguf(sound: Buffer, headerBytes: number, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(sound);
  for (let times = integer(random, 1, 4); times > 0; times--) {
    const mutation = MUTATIONS[integer(random, 0, MUTATIONS.length - 1)] ?? flipBits;
    bytes = mutation(bytes, Math.min(headerBytes, bytes.length), random);
  }
  return bytes;
}

function flipBits(bytes: Buffer, headerBytes: number, random: Random): Buffer {
  for (let bits = integer(random, 1, 8); bits > 0 && headerBytes > 0; bits--) {
    const at = integer(random, 0, headerBytes - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << integer(random, 0, 7));
  }
  return bytes;
}

/** Anywhere, or in the counts at the beginning, where it does most. */
function overwriteNumber(bytes: Buffer, headerBytes: number, random: Random): Buffer {
  const at = random() < 0.3 ? integer(random, 4, 24) : integer(random, 0, Math.max(0, headerBytes - 9));
  return putEdge(bytes, at, random);
}

/** Behind a name of the file: its type, its length or its value. */
function overwriteKeyType(bytes: Buffer, headerBytes: number, random: Random): Buffer {
  const names = ["general.", "llama.", "tokenizer.", "blk.", "token_embd", "output", "adapter."];
  const name = names[integer(random, 0, names.length - 1)] ?? "";
  const found = bytes.subarray(0, headerBytes).indexOf(name, integer(random, 0, Math.max(0, headerBytes - 1)));
  if (found === -1) return overwriteNumber(bytes, headerBytes, random);
  let end = found;
  while (end < headerBytes && /[\w.]/.test(String.fromCharCode(bytes[end] ?? 0))) end++;
  return putEdge(bytes, end + 4 * integer(random, -2, 4), random);
}

function putEdge(bytes: Buffer, at: number, random: Random): Buffer {
  const edge = EDGES[integer(random, 0, EDGES.length - 1)] ?? 0n;
  const nearFileSize = BigInt(Math.max(0, bytes.length + integer(random, -2, 2)));
  const value = random() < 0.1 ? nearFileSize : edge;
  if (at < 0) return bytes;
  if (random() < 0.5 && at + 8 <= bytes.length) bytes.writeBigUInt64LE(value, at);
  else if (at + 4 <= bytes.length) bytes.writeUInt32LE(Number(value & 0xffff_ffffn), at);
  return bytes;
}

function overwriteNoise(bytes: Buffer, headerBytes: number, random: Random): Buffer {
  const begin = integer(random, 0, Math.max(0, headerBytes - 1));
  const end = Math.min(bytes.length, begin + integer(random, 1, 64));
  for (let at = begin; at < end; at++) bytes[at] = integer(random, 0, 255);
  return bytes;
}

function cutOff(bytes: Buffer, headerBytes: number, random: Random): Buffer {
  const length = random() < 0.7 ? integer(random, 0, headerBytes) : integer(random, 0, bytes.length);
  return Buffer.from(bytes.subarray(0, length));
}

function removeSlice(bytes: Buffer, headerBytes: number, random: Random): Buffer {
  const begin = integer(random, 0, Math.max(0, headerBytes - 1));
  return Buffer.concat([bytes.subarray(0, begin), bytes.subarray(begin + integer(random, 1, 256))]);
}

function insertNoise(bytes: Buffer, headerBytes: number, random: Random): Buffer {
  const at = integer(random, 0, headerBytes);
  const noise = Buffer.from(Array.from({ length: integer(random, 1, 64) }, () => integer(random, 0, 255)));
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
}

function repeatSlice(bytes: Buffer, headerBytes: number, random: Random): Buffer {
  const begin = integer(random, 0, Math.max(0, headerBytes - 1));
  const slice = bytes.subarray(begin, begin + integer(random, 1, 512));
  return Buffer.concat([bytes.subarray(0, begin), slice, bytes.subarray(begin)]);
}
