import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { partsOf } from "#main/lib/gguf/split-files.ts";

export interface FileStamp {
  sizeBytes: number;
  modifiedMs: number;
}

/** A model's files, without reading them. */
export interface FileLook extends FileStamp {
  /** The same for every name of one file. */
  identity: string;
  /** Parts that are not there, by name; and how many there should be. */
  missing: string[];
  count: number;
}

/** Size and time of a model's files together; null when none of them is there. */
export async function lookAt(path: string): Promise<FileLook | null> {
  const look: FileLook = { sizeBytes: 0, modifiedMs: 0, identity: "", missing: [], count: 0 };
  for (const part of partsOf(path)) {
    const found = await stat(part, { bigint: true }).catch(() => null);
    look.count += 1;
    if (found === null || !found.isFile()) {
      look.missing.push(basename(part));
      continue;
    }
    look.sizeBytes += Number(found.size);
    look.modifiedMs = Math.max(look.modifiedMs, Number(found.mtimeMs));
    if (look.identity === "") look.identity = `${found.dev} ${found.ino}`;
  }
  return look.missing.length === look.count ? null : look;
}

/** As `lookAt`; null also when a part is missing. */
export async function stampOf(path: string): Promise<FileStamp | null> {
  const look = await lookAt(path);
  return look === null || look.missing.length > 0 ? null : look;
}

export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs;
}
