import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import type { Example } from "../network.ts";

/**
 * `tokens.bin`: the examples one behind the other, then an index, then a footer.
 *
 * An example is its tokens and its runs of targets (first, how many), each a 32-bit number. The index has an entry of 24 bytes for each
 * example, those to learn from first, then those held out: where it lies (64 bits), its tokens, its targets, its runs. Little endian.
 */
export const TOKEN_FILE = { magic: "CLOISTOK", version: 1, entryBytes: 24, footerBytes: 64 } as const;

/** Written at once; a system call for each example would take longer than making it. */
const BUFFER_BYTES = 1 << 20;

/** Disposed of, it closes its file. */
export interface TokenWriter extends Disposable {
  add(example: Example): void;
  readonly count: number;
  tokensAt(index: number): number;
  targetsAt(index: number): number;
  /** Writes index and footer, and syncs; the SHA-256 of all before the footer. `sides`: numbers of the examples of each. */
  finish(sides: { training: Uint32Array; heldOut: Uint32Array }, words: number): string;
}

export function createTokenWriter(path: string): TokenWriter {
  const file = openSync(path, "w", 0o600);
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(BUFFER_BYTES);
  const tokens = createNumbers();
  const targets = createNumbers();
  const runs = createNumbers();
  let filled = 0;

  function flush(): void {
    if (filled === 0) return;
    const piece = buffer.subarray(0, filled);
    hash.update(piece);
    writeAll(file, piece);
    filled = 0;
  }

  function put(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      if (filled === buffer.length) flush();
      const piece = bytes.subarray(from, from + buffer.length - filled);
      buffer.set(piece, filled);
      filled += piece.length;
      from += piece.length;
    }
  }

  return {
    get count() {
      return tokens.length;
    },
    tokensAt: (index) => tokens.at(index),
    targetsAt: (index) => targets.at(index),
    add({ ids, targets: places }) {
      const found = runsOf(places);
      put(bytesOf(ids));
      put(bytesOf(found));
      tokens.push(ids.length);
      targets.push(places.length);
      runs.push(found.length / 2);
    },
    finish({ training, heldOut }, words) {
      let at = 0;
      const places = new Float64Array(tokens.length);
      for (let index = 0; index < tokens.length; index += 1) {
        places[index] = at;
        at += 4 * (tokens.at(index) + 2 * runs.at(index));
      }
      const entry = Buffer.alloc(TOKEN_FILE.entryBytes);
      for (const side of [training, heldOut]) {
        for (const index of side) {
          entry.writeBigUInt64LE(BigInt(places[index] ?? 0), 0);
          entry.writeUInt32LE(tokens.at(index), 8);
          entry.writeUInt32LE(targets.at(index), 12);
          entry.writeUInt32LE(runs.at(index), 16);
          put(entry);
        }
      }
      flush();
      const digest = hash.digest();
      const footer = Buffer.alloc(TOKEN_FILE.footerBytes);
      footer.write(TOKEN_FILE.magic, 0, "latin1");
      footer.writeUInt32LE(TOKEN_FILE.version, 8);
      footer.writeUInt32LE(words, 12);
      footer.writeUInt32LE(training.length, 16);
      footer.writeUInt32LE(heldOut.length, 20);
      footer.writeBigUInt64LE(BigInt(at), 24);
      digest.copy(footer, 32);
      writeAll(file, footer);
      fsyncSync(file);
      return digest.toString("hex");
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

export interface Footer {
  readonly words: number;
  readonly training: number;
  readonly heldOut: number;
  readonly indexAt: number;
  readonly hash: string;
}

/** Throws when it is no such file, or is not whole. */
export function readFooter(file: number, sizeBytes: number): Footer {
  const footer = readExactly(file, sizeBytes - TOKEN_FILE.footerBytes, TOKEN_FILE.footerBytes);
  const isOurs = footer.toString("latin1", 0, 8) === TOKEN_FILE.magic;
  if (!isOurs || footer.readUInt32LE(8) !== TOKEN_FILE.version)
    throw new Error("It is no file of tokens of this version");
  const training = footer.readUInt32LE(16);
  const heldOut = footer.readUInt32LE(20);
  const indexAt = Number(footer.readBigUInt64LE(24));
  const expected = indexAt + (training + heldOut) * TOKEN_FILE.entryBytes + TOKEN_FILE.footerBytes;
  if (sizeBytes !== expected) throw new Error(`It should have ${String(expected)} bytes, and has ${String(sizeBytes)}`);
  return { words: footer.readUInt32LE(12), training, heldOut, indexAt, hash: footer.toString("hex", 32, 64) };
}

export function readExactly(file: number, at: number, bytes: number): Buffer {
  // From its own memory, never from Node's pool: numbers are read through it, and they must lie at multiples of four.
  const into = Buffer.from(new ArrayBuffer(Math.max(0, bytes)));
  for (let done = 0; done < bytes;) {
    const count = at < 0 ? 0 : readSync(file, into, done, bytes - done, at + done);
    if (count === 0) throw new Error("It ends too early");
    done += count;
  }
  return into;
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
}

/** Targets come in long runs: two numbers each instead of one for every token. */
function runsOf(places: Int32Array): Int32Array {
  const runs: number[] = [];
  let begin = 0;
  for (let index = 1; index <= places.length; index += 1) {
    if (index < places.length && places[index] === (places[index - 1] ?? 0) + 1) continue;
    runs.push(places[begin] ?? 0, index - begin);
    begin = index;
  }
  return Int32Array.from(runs);
}

function bytesOf(numbers: Int32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Numbers of millions of examples, four bytes each. */
function createNumbers() {
  let held = new Uint32Array(1_024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    at: (index: number) => held[index] ?? 0,
    push(value: number): void {
      if (length === held.length) {
        const larger = new Uint32Array(held.length * 2);
        larger.set(held);
        held = larger;
      }
      held[length++] = value;
    },
  };
}
