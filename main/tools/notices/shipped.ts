import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sourceFiles } from "../architecture/source-files.ts";

export interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  /** Systems it is for; it lies in node_modules on those only. */
  readonly os?: readonly string[];
}

export interface ShippedPackage extends LockEntry {
  /** "node_modules/a/node_modules/b" */
  readonly path: string;
  readonly name: string;
}

type Lock = Readonly<Record<string, LockEntry>>;

/**
 * Every package whose code reaches a user: `dependencies`, what the page and the preload bundle of `devDependencies`, and all
 * that these need. Sorted by name, then version.
 */
export function shippedPackages(root: string): ShippedPackage[] {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Lock };
  const found = new Map<string, ShippedPackage>();
  const waiting = [...Object.keys(packages[""]?.dependencies ?? {}), ...bundledPackages(root)].map(
    (name) => `node_modules/${name}`,
  );
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entry = packages[path];
    if (entry === undefined || found.has(path)) continue;
    found.set(path, { ...entry, path, name: nameOf(path) });
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const place = resolveFrom(packages, path, name);
      if (place !== null) waiting.push(place);
    }
  }
  return [...found.values()].toSorted((a, b) => compare(a.name, b.name) || compare(a.version ?? "", b.version ?? ""));
}

/** Packages that the sources of the page and the preload import: the bundler puts them into our files. */
function bundledPackages(root: string): string[] {
  const sources = sourceFiles(root).filter((path) => /^(renderer|preload)\//.test(path) && !/\.test\.tsx?$/.test(path));
  const names = sources.flatMap((path) => {
    const code = readFileSync(join(root, path), "utf8");
    const specifiers = [...code.matchAll(/(?:\bfrom|\bimport|@import|url\()\s*\(?\s*["']([^"'\n]+)["']/g)];
    return specifiers.map((match) => match[1] ?? "").filter((specifier) => /^[@a-z]/.test(specifier));
  });
  return [...new Set(names.map(packageOf))];
}

/** As Node looks for it: in the nearest node_modules above. */
function resolveFrom(packages: Lock, from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const place = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[place] !== undefined) return place;
    if (folder === "") return null;
  }
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
