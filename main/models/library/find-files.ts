import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";

/** Deep enough for every known layout (publisher/model/files, models--x--y/snapshots/revision/files). */
const MAX_DEPTH = 8;
/** A folder of the user's may be a whole drive: we stop there and say so. */
const MAX_ENTRIES = 200_000;

export interface Found {
  /** GGUF files, by path. */
  files: string[];
  /** The folder holds more than we looked at. */
  isCut: boolean;
}

/**
 * GGUF files under a folder, in a stable order. Links to files are followed, since the Hugging Face cache consists of them;
 * links to folders are not, so that no loop and no other drive is entered. What cannot be read is passed over. Throws only
 * when `signal` aborts.
 */
export async function findGgufFiles(folder: string, signal: AbortSignal): Promise<Found> {
  const found: Found = { files: [], isCut: false };
  const folders = [{ path: folder, depth: 0 }];
  let entriesSeen = 0;
  for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
    signal.throwIfAborted();
    for (const entry of await entriesOf(next.path)) {
      if (++entriesSeen > MAX_ENTRIES) return { ...found, isCut: true };
      const path = join(next.path, entry.name);
      if (entry.isDirectory()) {
        if (next.depth < MAX_DEPTH) folders.push({ path, depth: next.depth + 1 });
      } else if (isGgufName(entry.name) && (entry.isFile() || (await leadsToFile(entry, path)))) {
        found.files.push(path);
      }
    }
  }
  found.files.sort();
  return found;
}

export function isGgufName(name: string): boolean {
  // macOS puts "._name" files beside real ones on foreign drives.
  return extname(name).toLowerCase() === ".gguf" && !name.startsWith("._");
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

async function leadsToFile(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return false;
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}
