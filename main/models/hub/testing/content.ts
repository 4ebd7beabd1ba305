import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

/** The bytes of a file on the hub of tests: made when they are asked for, so that a file of a gigabyte takes no memory. */
export interface Content {
  readonly sizeBytes: number;
  readonly sha256: string;
  /** At least one byte, at most up to `to`. */
  read(from: number, to: number): Promise<Buffer> | Buffer;
}

/** A prime, so that the same bytes never lie at the same place of two pieces of a download. */
const PATTERN_BYTES = 16_777_259;
const patterns = new Map<number, Buffer>();

/** Bytes without order, other ones for each `seed`. */
export function randomContent(sizeBytes: number, seed = 1): Content {
  const pattern = patternOf(seed, Math.min(sizeBytes, PATTERN_BYTES));
  const read = (from: number, to: number): Buffer => {
    const at = from % pattern.length;
    return pattern.subarray(at, Math.min(pattern.length, at + to - from));
  };
  const hash = createHash("sha256");
  for (let at = 0; at < sizeBytes;) {
    const piece = read(at, sizeBytes);
    hash.update(piece);
    at += piece.length;
  }
  return { sizeBytes, sha256: hash.digest("hex"), read };
}

export function bufferContent(bytes: Buffer): Content {
  return {
    sizeBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    read: (from, to) => bytes.subarray(from, to),
  };
}

/** A file as it is on disk. */
export async function fileContent(path: string): Promise<Content> {
  const file = await open(path);
  const { size } = await file.stat();
  const hash = createHash("sha256");
  for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer);
  return {
    sizeBytes: size,
    sha256: hash.digest("hex"),
    async read(from, to) {
      const bytes = Buffer.alloc(Math.min(to - from, 1_048_576));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
      return bytes.subarray(0, bytesRead);
    },
  };
}

function patternOf(seed: number, bytes: number): Buffer {
  const known = patterns.get(seed);
  if (known !== undefined && known.length >= bytes) return known.subarray(0, bytes);
  // xorshift32: the same bytes everywhere, in a tenth of a second.
  const words = new Uint32Array(Math.ceil(bytes / 4));
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  const made = Buffer.from(words.buffer).subarray(0, bytes);
  patterns.set(seed, made);
  return made;
}
