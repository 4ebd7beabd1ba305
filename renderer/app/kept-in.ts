import type { Model } from "#main/models/contract.ts";
import type { Text } from "#renderer/app/texts.ts";

type Kept = Pick<Model, "keptIn" | "path">;

/** The program whose folder a model lies in; for one in a folder of the person's, the name of that folder. */
export function keptInText({ keptIn, path }: Kept, t: Text): string {
  if (keptIn !== "file" && keptIn !== "folder") return t(`models.keptIn.${keptIn}`);
  return folderName(path) ?? t(`models.keptIn.${keptIn}`);
}

/** "/home/m/Letters/clerk.gguf" → "Letters"; a drive's or disk's root has no name. */
function folderName(path: string): string | null {
  return pathParts(path).at(-2) ?? null;
}

/** The least of a path's end that no other path ends with: "one/clerk.gguf" beside "/two/clerk.gguf". */
export function tellingEnd(path: string, others: readonly string[]): string {
  const parts = pathParts(path);
  for (let count = 1; count < parts.length; count += 1) {
    const end = parts.slice(-count).join("/");
    if (others.every((other) => pathParts(other).slice(-count).join("/") !== end)) return end;
  }
  return path;
}

function pathParts(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== "");
}
