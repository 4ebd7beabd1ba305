import { stat } from "node:fs/promises";
import type { FileStamp } from "./library.ts";
import { partsOf } from "./split-files.ts";

/** Size and time of a model's files together, without reading them; null when one is not there. */
export async function stampOf(path: string): Promise<FileStamp | null> {
  let sizeBytes = 0;
  let modifiedMs = 0;
  for (const part of partsOf(path)) {
    const found = await stat(part).catch(() => null);
    if (found === null || !found.isFile()) return null;
    sizeBytes += found.size;
    modifiedMs = Math.max(modifiedMs, Math.floor(found.mtimeMs));
  }
  return { sizeBytes, modifiedMs };
}

export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs;
}
