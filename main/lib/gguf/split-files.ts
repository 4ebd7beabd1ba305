import { basename, dirname, join } from "node:path";

/** llama.cpp's names of a model in several files: "name-00001-of-00003.gguf". */
const PART = /-(\d{5})-of-(\d{5})(?=\.gguf$)/i;

/** More parts than any model has; a name may claim 99,999. */
const MAX_PARTS = 1_000;

/** All parts of the model whose first file this is; just the file when it is not split. Empty for a later part. */
export function partsOf(path: string): string[] {
  const match = PART.exec(basename(path));
  if (match === null) return [path];
  const number = Number(match[1]);
  const count = Number(match[2]);
  if (number !== 1) return [];
  if (count < 1 || count > MAX_PARTS) return [path];
  return Array.from({ length: count }, (_, index) => partPath(path, index + 1));
}

/** The first part of a split model, whichever part `path` is. */
export function firstPart(path: string): string {
  const count = Number(PART.exec(basename(path))?.[2] ?? 0);
  return count >= 1 && count <= MAX_PARTS ? partPath(path, 1) : path;
}

/** Models by their first part, in the order of the files: one whose first part is missing has its place and name all the same. */
export function withoutLaterParts(files: readonly string[]): string[] {
  return [...new Set(files.map(firstPart))];
}

export function withoutPartNumber(name: string): string {
  return name.replace(PART, "");
}

function partPath(path: string, number: number): string {
  const name = basename(path).replace(
    PART,
    (_, __, count: string) => `-${String(number).padStart(5, "0")}-of-${count}`,
  );
  return join(dirname(path), name);
}
