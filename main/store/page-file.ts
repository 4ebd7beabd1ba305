import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** Cloister never chose another size; read from the file's head where that is sound. */
const USUAL_PAGE_BYTES = 4_096;
const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const WAL_MAGIC = 0x377f0682;

/** The pages of a database that is not encrypted, without SQLite: those of its log in place of older ones. Numbers begin at 1. */
export interface PageFile extends Disposable {
  readonly pageBytes: number;
  readonly pageCount: number;
  /** Null when the file ends before it. */
  read(page: number): Buffer | null;
}

export function openPageFile(path: string): PageFile {
  const file = openSync(path, "r");
  const log = existsSync(`${path}-wal`) ? openSync(`${path}-wal`, "r") : null;
  const pageBytes = pageBytesOf(file);
  const logged = log === null ? new Map<number, number>() : committedFrames(log, pageBytes);
  const inFile = Math.ceil(fstatSync(file).size / pageBytes);
  return {
    pageBytes,
    pageCount: Math.max(inFile, ...logged.keys()),
    read(page) {
      const frame = logged.get(page);
      const buffer = Buffer.alloc(pageBytes);
      const read =
        frame !== undefined && log !== null
          ? readSync(log, buffer, 0, pageBytes, frame)
          : readSync(file, buffer, 0, pageBytes, (page - 1) * pageBytes);
      return read === pageBytes ? buffer : null;
    },
    [Symbol.dispose]() {
      closeSync(file);
      if (log !== null) closeSync(log);
    },
  };
}

function pageBytesOf(file: number): number {
  const head = Buffer.alloc(2);
  readSync(file, head, 0, 2, 16);
  const bytes = head.readUInt16BE(0) === 1 ? 65_536 : head.readUInt16BE(0);
  return bytes >= 512 && (bytes & (bytes - 1)) === 0 ? bytes : USUAL_PAGE_BYTES;
}

/** Where the newest content of each page begins in the log, up to the last commit (https://sqlite.org/fileformat2.html#walformat). */
function committedFrames(log: number, pageBytes: number): Map<number, number> {
  const committed = new Map<number, number>();
  const head = Buffer.alloc(WAL_HEADER_BYTES);
  if (readSync(log, head, 0, head.length, 0) < head.length) return committed;
  if ((head.readUInt32BE(0) & ~1) >>> 0 !== WAL_MAGIC || head.readUInt32BE(8) !== pageBytes) return committed;
  const salts = head.subarray(16, 24);
  const open = new Map<number, number>();
  const frame = Buffer.alloc(FRAME_HEADER_BYTES);
  const size = fstatSync(log).size;
  const step = FRAME_HEADER_BYTES + pageBytes;
  for (let at = WAL_HEADER_BYTES; at + step <= size; at += step) {
    readSync(log, frame, 0, frame.length, at);
    // Frames of an earlier round of the log have other salts.
    if (!frame.subarray(8, 16).equals(salts)) break;
    open.set(frame.readUInt32BE(0), at + FRAME_HEADER_BYTES);
    if (frame.readUInt32BE(4) === 0) continue;
    for (const [page, offset] of open) committed.set(page, offset);
    open.clear();
  }
  return committed;
}
