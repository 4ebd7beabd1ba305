import { basename } from "node:path";
import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { textOf } from "./metadata.ts";
import { withoutPartNumber } from "#main/lib/gguf/split-files.ts";

const MAX_NAME = 120;

/** Names that converters write when they know none. */
const SAYS_NOTHING = /^(models?|gguf|checkpoint[-_]?\d*|snapshots?|hf|tmp.*|\.+|[0-9a-f]{32,}|unknown)$/i;

/** The name a person would know the model by: what its maker wrote into it, else that of the file. */
export function modelName(header: GgufHeader, path: string): string {
  const given = clean(textOf(header, "general.name") ?? "");
  if (given !== "" && !SAYS_NOTHING.test(given) && !/[\\/]/.test(given)) return withSizes(given);
  const base = clean(textOf(header, "general.basename") ?? "");
  const size = clean(textOf(header, "general.size_label") ?? "");
  if (base !== "" && !SAYS_NOTHING.test(base)) return withSizes(clean(`${base} ${size}`));
  return fileName(path);
}

export function fileName(path: string): string {
  return clean(withoutPartNumber(basename(path)).replace(/\.gguf$/i, "")) || basename(path).slice(0, MAX_NAME);
}

/** "270m", "8b", "30b-a3b", "8x7b", "e4b" as a word of their own: numbers of parameters. */
const SIZE = /(?<![\p{L}\d.])[ae]?\d+(?:\.\d+)?(x\d+(?:\.\d+)?)?[bm](?![\p{L}\d])/giu;

/** Sizes as the field writes them: 270M, 8B, 30B-A3B, 8x7B, E4B. */
function withSizes(name: string): string {
  return name.replace(SIZE, (size) => size.toUpperCase().replace("X", "x"));
}

/** One line without what would disturb it: control characters and marks that turn the writing direction. */
function clean(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MAX_NAME);
}
