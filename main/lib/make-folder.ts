import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "#main/rpc/errors.ts";

/**
 * A folder and those above it, readable by nobody else. Throws FOLDER_READ_ONLY where none can be made, and what the system says
 * otherwise. Not `recursive` of Node's: it tries for ever where the system answers "no such folder" under a folder that is there, as
 * in /proc.
 */
export function makeFolder(path: string): void {
  try {
    makeOne(path);
  } catch (error) {
    const above = dirname(path);
    if (codeOf(error) !== "ENOENT" || above === path) throw worded(error, path);
    makeFolder(above);
    try {
      makeOne(path);
    } catch (again) {
      throw worded(again, path);
    }
  }
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== "EEXIST" || !statSync(path).isDirectory()) throw error;
  }
}

function worded(error: unknown, path: string): unknown {
  if (!/^(ENOENT|ENOTDIR|EEXIST|EACCES|EPERM|EROFS)$/.test(codeOf(error))) return error;
  const message = `Cloister cannot make the folder ${path}. Give it the right to, or choose another folder.`;
  return new AppError("FOLDER_READ_ONLY", message, { path }, { cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
