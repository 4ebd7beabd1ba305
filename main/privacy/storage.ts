import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export interface Size {
  sizeBytes: number;
  count: number;
}

/** All files in a folder and below; nothing when it is not there. Links are not followed. */
export async function folderSize(folder: string): Promise<Size> {
  const total: Size = { sizeBytes: 0, count: 0 };
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    total.sizeBytes += await fileSize(join(entry.parentPath, entry.name));
    total.count += 1;
  }
  return total;
}

/** 0 when it is not there (any more). */
export async function fileSize(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}
