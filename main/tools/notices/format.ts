import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ShippedPackage } from "./shipped.ts";

/** Libraries that come inside of a package as a binary, and are not packages themselves. */
const WITHIN = `llama.cpp and ggml (inside @node-llama-cpp/*): MIT, Copyright (c) 2023-2026 The ggml authors
SQLite (inside better-sqlite3-multiple-ciphers): public domain
SQLite3 Multiple Ciphers (inside better-sqlite3-multiple-ciphers): MIT, Copyright (c) 2006-2026 Ulrich Telle
Electron, Chromium and Node.js (the desktop app): MIT, and the notices in LICENSES.chromium.html beside the program
Gemma 3 270M (the sample model, brought on request, not part of Cloister): Gemma Terms of Use`;

/** The whole of THIRD-PARTY-NOTICES: a list, then every licence text once with the packages that it covers. */
export function formatNotices(root: string, packages: readonly ShippedPackage[]): string {
  const texts = new Map<string, string[]>();
  for (const each of packages) {
    const text = licenceText(root, each);
    if (text !== null) texts.set(text, [...(texts.get(text) ?? []), label(each)]);
  }
  const list = packages.map((each) => `${label(each)}: ${each.license ?? "see its text"}`);
  const blocks = [...texts].map(([text, names]) => `${names.join(", ")}\n\n${text}`);
  return `${[
    "Cloister is made with the packages below. Written by `npm run notices` from package-lock.json and node_modules.",
    [...new Set(list)].join("\n"),
    WITHIN,
    ...blocks,
  ].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** Packages for one system are left out: they are not on every computer, and their library's own package has the text. */
function licenceText(root: string, { path, os }: ShippedPackage): string | null {
  const folder = join(root, path);
  if (os !== undefined || !existsSync(folder)) return null;
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)([.-]|$)/i.test(file))
    .toSorted();
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
  return texts.length === 0 ? null : texts.join("\n\n");
}

function label({ name, version }: ShippedPackage): string {
  return `${name} ${version ?? ""}`.trim();
}
