import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { AppError } from "#main/rpc/errors.ts";

/** A file that can be added. */
export interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

/** Ends of names that are read; what is in a file decides, these only choose among those of a folder. */
const READ = new Set(
  "pdf docx docm odt rtf epub html htm xhtml md markdown txt text log xlsx xlsm csv tsv pptx pptm eml msg mbox png jpg jpeg tif tiff".split(
    " ",
  ),
);

/** Deeper folders are somebody's system, and no matter. */
const DEEPEST = 16;
const MOST_FILES = 100_000;

/** The file, or null when it is a folder. Throws NOT_FOUND. */
export async function fileAt(path: string): Promise<FoundFile | null> {
  const found = await stat(path).catch((error: unknown) => {
    throw new AppError("NOT_FOUND", `${path} is not there, or cannot be opened.`, { what: "file" }, { cause: error });
  });
  if (found.isDirectory()) return null;
  return { path, name: basename(path), sizeBytes: found.size, modifiedAt: Math.round(found.mtimeMs) };
}

/** Documents in a folder and below it, links and hidden files left alone, and the folders they may be in. What cannot be opened is left out. */
export async function filesIn(folder: string): Promise<{ files: FoundFile[]; folders: string[] }> {
  const found: FoundFile[] = [];
  const folders: string[] = [];
  const waiting: { path: string; depth: number }[] = [{ path: folder, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined && found.length < MOST_FILES; next = waiting.pop()) {
    folders.push(next.path);
    const entries = await readdir(next.path, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith(".") || entry.name.startsWith("~$")) continue;
      const path = join(next.path, entry.name);
      if (entry.isDirectory() && next.depth < DEEPEST) waiting.push({ path, depth: next.depth + 1 });
      if (!entry.isFile() || !READ.has(extname(entry.name).slice(1).toLowerCase())) continue;
      const file = await fileAt(path).catch(() => null);
      if (file !== null) found.push(file);
    }
  }
  return { files: found, folders };
}
