import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "#main/rpc/errors.ts";

/** Room that is asked for when it is not known how much a write needs: one checkpoint and some answers. */
const ROOM_BYTES = 16 * 2 ** 20;

/**
 * The AppError for what SQLite and the file system throw when a disk is full, a folder cannot be written or a file is
 * damaged; every other error as it is. `path` is the file or folder that was worked on.
 */
export function asAppError(error: unknown, path: string, neededBytes = ROOM_BYTES): unknown {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (isFull(code, path)) {
    // A quota is not seen from the disk: then what can be had is nothing, whatever the disk says.
    const onDisk = freeBytesAt(path);
    const freeBytes = onDisk < neededBytes ? onDisk : 0;
    const message = `There is no room left at ${path}. What was saved before is safe. Make room, then try again.`;
    return new AppError("DISK_FULL", message, { path, neededBytes, freeBytes }, { cause: error });
  }
  if (READ_ONLY.test(code)) {
    const message = `Cloister may not write in ${path}. Give it the right to, or choose another folder.`;
    return new AppError("FOLDER_READ_ONLY", message, { path }, { cause: error });
  }
  if (DAMAGED.test(code)) {
    const problem = "Close Cloister and open it again: it then keeps everything that can be read.";
    return new AppError(
      "STORE_DAMAGED",
      `${path} is damaged (${code}). ${problem}`,
      { path, problem },
      { cause: error },
    );
  }
  return error;
}

/** Runs `work` and throws what it throws as `asAppError` words it. */
export function wording<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asAppError(error, path);
  }
}

const READ_ONLY = /^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EROFS$|EACCES$|EPERM$)/;
const DAMAGED = /^(SQLITE_CORRUPT|SQLITE_NOTADB)/;
const FULL = /^(SQLITE_FULL|ENOSPC$|EDQUOT$)/;
/** SQLite reports some failed writes (the log's index, a synced file) without saying that the disk was full. */
const FAILED_WRITE = /^SQLITE_(IOERR|CANTOPEN)/;

function isFull(code: string, path: string): boolean {
  if (FULL.test(code)) return true;
  return FAILED_WRITE.test(code) && freeBytesAt(path) < 65_536;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** What the user may still write on the disk of `path`; 0 when it cannot be asked. */
export function freeBytesAt(path: string): number {
  for (const place of [path, dirname(path)]) {
    try {
      const disk = statfsSync(place);
      return disk.bavail * disk.bsize;
    } catch {
      // A file that is not there yet: ask for its folder.
    }
  }
  return 0;
}
