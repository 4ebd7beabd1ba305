import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { unpacked } from "#main/lib/unpacked.ts";

/** ggml's backends other than the processor's: "libggml-cuda.so", "ggml-vulkan.dll". Named after the version in some systems. */
const BACKEND = /^(?:lib)?ggml-(?!base\b|cpu\b)[a-z]+(?:\.v[\d.]+)?\.(?:so|dylib|dll)$/;
/** The makers' own before the one that all cards have. */
const FIRST = ["cuda", "metal", "hip"];

/**
 * Files of the backends for cards that node-llama-cpp ships beside `own`, the processor's package ("…/@node-llama-cpp/linux-x64"), those
 * that are likeliest to be fast first. They are used with `own`'s libraries, so only packages of the same version count; each may be
 * absent, as may what it needs of the system.
 */
export function findCardLibraries(own: string): string[] {
  const parent = join(own, "..");
  const version = versionOf(own);
  const packages = readdirSync(parent)
    .filter((name) => name.startsWith(`${basename(own)}-`))
    .map((name) => join(parent, name))
    .filter((path) => version !== null && versionOf(path) === version);
  return packages.flatMap((path) => backendsUnder(unpacked(join(path, "bins")))).toSorted(byRank);
}

/** Some packages hold a second build in a folder of its own, for other versions of what it needs: it comes after the first. */
function backendsUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return backendsUnder(path);
    return BACKEND.test(entry.name) ? [path] : [];
  });
}

function byRank(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || a.split(/[\\/]/).length - b.split(/[\\/]/).length;
}

function rankOf(path: string): number {
  const rank = FIRST.findIndex((kind) => basename(path).includes(kind));
  return rank === -1 ? FIRST.length : rank;
}

function versionOf(path: string): string | null {
  try {
    const { version } = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as { version?: unknown };
    return typeof version === "string" ? version : null;
  } catch {
    return null;
  }
}
