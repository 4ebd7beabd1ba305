import { newId } from "#main/lib/ids.ts";

/** A name for an adapter's file that every file system takes, and that no other has. */
export function adapterFileName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${plain === "" ? "adapter" : plain}-${newId().slice(-8)}.gguf`;
}
