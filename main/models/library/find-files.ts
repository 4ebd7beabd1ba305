import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";

/** Deep enough for every known layout (publisher/model/files, models--x--y/snapshots/revision/files). */
const MAX_DEPTH = 8;
/** A folder of the user's may be a whole drive: we stop there and say so. */
const MAX_ENTRIES = 200_000;

export interface Found {
  /** GGUF files, by path. */
  files: string[];
  /** Every folder that was looked into: where something new may appear. */
  folders: string[];
  /** Folders that may not be read, or that failed. */
  unreadable: string[];
  /** "empty": there is nothing in it at all, as where a drive was mounted. */
  root: "here" | "gone" | "unreadable" | "empty";
  /** The folder holds more than we looked at. */
  isCut: boolean;
}

type ReadFolder = (path: string) => Promise<Dirent[]>;

const readFolder: ReadFolder = (path) => readdir(path, { withFileTypes: true });

/**
 * GGUF files under a folder, in a stable order. Links to files are followed, since the Hugging Face cache consists of them; links
 * to folders as well, but for those that lead to where we are already, or above it: there is no loop, and a link to the whole
 * drive does not bring the whole drive. What cannot be read is named. Throws only when `signal` aborts.
 */
export async function findGgufFiles(folder: string, signal: AbortSignal, read = readFolder): Promise<Found> {
  const found: Found = { files: [], folders: [], unreadable: [], root: "here", isCut: false };
  // Folders in which everything is looked at, without links.
  const covered = [await realpath(folder).catch(() => folder)];
  const waiting = [{ path: folder, depth: 0 }];
  let entriesSeen = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    signal.throwIfAborted();
    const entries = await read(next.path).catch((error: unknown) => error);
    if (!Array.isArray(entries)) {
      if (next.path === folder) found.root = isMissing(entries) ? "gone" : "unreadable";
      // A folder that went away in this moment is no news.
      if (!isMissing(entries)) found.unreadable.push(next.path);
      continue;
    }
    found.folders.push(next.path);
    if (next.path === folder && entries.length === 0) found.root = "empty";
    for (const entry of entries as Dirent[]) {
      if (++entriesSeen > MAX_ENTRIES) return { ...found, isCut: true };
      const path = join(next.path, entry.name);
      const isLink = entry.isSymbolicLink();
      if (isGgufName(entry.name) && (entry.isFile() || (isLink && (await kindOf(path)) === "file"))) {
        found.files.push(path);
      } else if (next.depth < MAX_DEPTH && (entry.isDirectory() || (isLink && (await leadsElsewhere(path, covered))))) {
        waiting.push({ path, depth: next.depth + 1 });
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

/** Whether a link leads to a folder that is neither in nor around those we look into; it then is one of them. */
async function leadsElsewhere(link: string, covered: string[]): Promise<boolean> {
  if ((await kindOf(link)) !== "folder") return false;
  const target = await realpath(link).catch(() => null);
  if (target === null || covered.some((base) => isWithin(target, base) || isWithin(base, target))) return false;
  covered.push(target);
  return true;
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** What a link leads to; null for nothing, and for links that lead to one another. */
async function kindOf(path: string): Promise<"file" | "folder" | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  return found.isFile() ? "file" : found.isDirectory() ? "folder" : null;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
