import { realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, normalize } from "node:path";
import { AppError } from "#main/rpc/errors.ts";

/** A path as somebody typed or pasted it: "~" is their home, quotes around it are a shell's. Throws INVALID_INPUT. */
export function chosenPath(typed: string): string {
  const bare = typed.trim().replace(/^(["'])(.*)\1$/, "$2");
  const path = /^~(?=[\\/]|$)/.test(bare) ? join(homedir(), bare.slice(1)) : bare;
  if (!isAbsolute(path) || path.includes("\0")) {
    const problem = `A whole path begins with / or a drive's letter; this does not: ${bare}`;
    throw new AppError("INVALID_INPUT", problem, { problem });
  }
  return normalize(path).replace(/(?<=.)[\\/]+$/, "");
}

/** The folder at a path, links resolved. Throws INVALID_INPUT, NOT_FOUND. */
export async function folderFrom(typed: string): Promise<string> {
  const path = chosenPath(typed);
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) throw new AppError("NOT_FOUND", `There is no folder at ${path}.`, { what: "folder" });
  return realpath(path);
}

/** The file at a path. Links are left as they are: in the Hugging Face cache only they have names. Throws INVALID_INPUT, NOT_FOUND. */
export async function fileFrom(typed: string): Promise<string> {
  const path = chosenPath(typed);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new AppError("NOT_FOUND", `There is no file at ${path}.`, { what: "file" });
  return path;
}
