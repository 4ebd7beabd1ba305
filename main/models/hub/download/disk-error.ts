import { statfs } from "node:fs/promises";
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "#main/rpc/errors.ts";

/** Beside the files themselves: their journals, and what a file system needs for both. */
const SPARE_BYTES = 64_000_000;

/** Throws DISK_FULL when there is no room in a folder for so many bytes more. */
export async function checkSpace(folder: string, missingBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const neededBytes = missingBytes + SPARE_BYTES;
  if (bavail * bsize < neededBytes) throw diskFull(folder, neededBytes, bavail * bsize);
}

/** What the system says about a file, in the terms of the person whose disk it is. */
export function asDiskError(error: unknown, path: string, neededBytes: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const folder = dirname(path);
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(folder, neededBytes, freeBytesOf(folder));
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new AppError("FOLDER_READ_ONLY", `Cloister may not write to ${folder}.`, { path: folder });
    case "ENOENT":
    case "ENOTDIR":
    case "EIO":
    case "ENODEV":
    case "ENXIO":
    case "ESTALE":
      return folderGone(folder);
    default:
      return error;
  }
}

export function folderGone(path: string): AppError {
  return new AppError("FOLDER_GONE", `${path} is no longer there. Plug in the drive it is on, then go on.`, { path });
}

export function onDisk<T>(path: string, neededBytes: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asDiskError(error, path, neededBytes);
  }
}

function diskFull(path: string, neededBytes: number, freeBytes: number): AppError {
  const message = `${(neededBytes / 1e9).toFixed(1)} GB is needed at ${path}, ${(freeBytes / 1e9).toFixed(1)} GB is free.`;
  return new AppError("DISK_FULL", message, { path, neededBytes, freeBytes });
}

function freeBytesOf(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
