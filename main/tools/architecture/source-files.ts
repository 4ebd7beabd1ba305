import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

const FOLDERS = ["main", "preload", "renderer", "bench", "e2e"];
const SOURCES = /\.(ts|tsx|css|sql)$/;

/** Every source file of ours under `root`, as a path from there with forward slashes, sorted. */
export function sourceFiles(root: string): string[] {
  return FOLDERS.flatMap((folder) => list(join(root, folder)))
    .filter((path) => SOURCES.test(path))
    .map((path) => relative(root, path).split(sep).join("/"))
    .toSorted();
}

function list(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
