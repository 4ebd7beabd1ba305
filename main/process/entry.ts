import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ChildKind } from "./child-host.ts";

/** The file that a child runs: its source while developing and testing, else the bundle beside the one we are in. */
export function childEntry(kind: ChildKind): string {
  if (import.meta.url.endsWith(".ts")) return fileURLToPath(new URL(`../${kind}/index.ts`, import.meta.url));
  const beside = fileURLToPath(new URL(`./${kind}.js`, import.meta.url));
  // The bundler may have put this module into a shared chunk, one folder further down.
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../${kind}.js`, import.meta.url));
}
