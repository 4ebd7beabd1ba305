import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { writeWhole } from "#main/lib/write-whole.ts";

/**
 * A file of ours with a few facts and long rows of numbers, and a checksum over all of it at its end: eight letters, the version and
 * the length of the facts (32 bits each, little-endian), the facts as JSON, the numbers, SHA-256.
 */
export interface Sealed {
  readonly facts: unknown;
  readonly rows: ReadonlyMap<string, Float32Array>;
}

/** Why a file is not used; `problem` ends a sentence that began with its name. */
export class Unsealed extends Error {
  readonly problem: string;
  constructor(problem: string) {
    super(`The file ${problem}`);
    this.problem = problem;
  }
}

const MAGIC = "CLOISTER";
const VERSION = 1;
const HEAD_BYTES = 16;
const SUM_BYTES = 32;
/** Read and hashed in pieces: a large adapter's moments are gigabytes. */
const PIECE_BYTES = 16 * 2 ** 20;

interface Layout {
  facts: unknown;
  rows: [name: string, length: number][];
}

/** Whole under its name or not at all. `onWritten` runs when it is on disk and before it gets its name. Throws DISK_FULL, FOLDER_READ_ONLY. */
export async function writeSealed(
  path: string,
  facts: unknown,
  rows: ReadonlyMap<string, Float32Array>,
  onWritten: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const layout: Layout = { facts, rows: [...rows].map(([name, row]) => [name, row.length]) };
  const json = Buffer.from(JSON.stringify(layout));
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(MAGIC, "latin1");
  head.writeUInt32LE(VERSION, 8);
  head.writeUInt32LE(json.length, 12);
  const parts = [head, json, ...[...rows.values()].map(bytesOf)];
  const whole = parts.reduce((sum, part) => sum + part.byteLength, SUM_BYTES);
  await writeWhole(path, whole, async (temporary) => {
    const file = await open(temporary, "w", 0o600);
    try {
      const hash = createHash("sha256");
      for (const part of parts) {
        for (let at = 0; at < part.byteLength; at += PIECE_BYTES) {
          const piece = part.subarray(at, at + PIECE_BYTES);
          hash.update(piece);
          await file.writeFile(piece);
        }
      }
      await file.writeFile(hash.digest());
      await file.sync();
    } finally {
      await file.close();
    }
    await onWritten();
  });
}

/** null: there is none. Throws `Unsealed` for one that is not ours, of another version, cut short or changed. */
export async function readSealed(path: string): Promise<Sealed | null> {
  const file = await open(path, "r").catch((error: unknown) => {
    if ((error as { code?: unknown }).code === "ENOENT") return null;
    throw error;
  });
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const hash = createHash("sha256");
    let at = 0;
    const fill = async (into: Buffer): Promise<void> => {
      if (at + into.byteLength > size) throw new Unsealed("is cut short");
      for (let done = 0; done < into.byteLength;) {
        const piece = into.subarray(done, done + PIECE_BYTES);
        const { bytesRead } = await file.read(piece, 0, piece.byteLength, at);
        if (bytesRead === 0) throw new Unsealed("is cut short");
        done += bytesRead;
        at += bytesRead;
      }
    };
    const head = Buffer.alloc(HEAD_BYTES);
    await fill(head);
    if (head.toString("latin1", 0, 8) !== MAGIC) throw new Unsealed("is not a file of a training");
    const version = head.readUInt32LE(8);
    if (version !== VERSION) {
      throw new Unsealed(`is of version ${String(version)}, and this Cloister reads version ${String(VERSION)}`);
    }
    const length = head.readUInt32LE(12);
    if (length > size) throw new Unsealed("is cut short");
    const json = Buffer.alloc(length);
    await fill(json);
    const layout = parsed(json);
    hash.update(head).update(json);
    const rows = new Map<string, Float32Array>();
    for (const [name, count] of layout.rows) {
      if (count * 4 > size) throw new Unsealed("is cut short");
      const row = new Float32Array(count);
      const bytes = bytesOf(row);
      await fill(bytes);
      for (let from = 0; from < bytes.byteLength; from += PIECE_BYTES) {
        hash.update(bytes.subarray(from, from + PIECE_BYTES));
      }
      rows.set(name, row);
    }
    const sum = Buffer.alloc(SUM_BYTES);
    await fill(sum);
    if (!hash.digest().equals(sum)) throw new Unsealed("is damaged: its checksum does not match");
    return { facts: layout.facts, rows };
  } finally {
    await file.close();
  }
}

function parsed(json: Buffer): Layout {
  try {
    return JSON.parse(json.toString()) as Layout;
  } catch {
    throw new Unsealed("is damaged: its head cannot be read");
  }
}

/** The same memory as bytes; every computer that this runs on is little-endian. */
function bytesOf(row: Float32Array): Buffer {
  return Buffer.from(row.buffer, row.byteOffset, row.byteLength);
}
