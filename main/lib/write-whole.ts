import { open, rename, rm, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "#main/rpc/errors.ts";

/**
 * A file that is whole or not there: `write` makes and syncs it under a name of its own, then it gets its real one, in place of what was
 * there. Throws DISK_FULL, FOLDER_READ_ONLY, and what `write` throws; nothing is left behind then.
 */
export async function writeWhole(
  path: string,
  neededBytes: number,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.part`;
  try {
    await write(temporary);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    // Where the disk itself has gone there is nothing to clear away, and this is not what went wrong.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw await writingError(error, dirname(path), neededBytes);
  }
}

/** So that the new name survives a power cut. Windows has no such thing, and does it by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the system says when it does not let one write into a folder, in words; other errors as they are. */
export async function writingError(error: unknown, folder: string, neededBytes: number): Promise<unknown> {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    const freeBytes = await freeBytesOf(folder);
    const message = `The disk of ${folder} is full. Make room and start it again.`;
    return new AppError("DISK_FULL", message, { path: folder, neededBytes, freeBytes }, { cause: error });
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    const message = `Cloister may not write into ${folder}. Give it the right to, or choose another folder.`;
    return new AppError("FOLDER_READ_ONLY", message, { path: folder }, { cause: error });
  }
  return error;
}

/** Bytes that can still be written into a folder that is there. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
