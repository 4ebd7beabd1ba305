import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, runNode } from "./test/command.ts";

const SOURCES = ["main", "preload", "renderer", "electron.vite.config.ts", "package.json"];
export const BUNDLES = [
  "out/main/index.js",
  "out/main/headless.js",
  "out/main/engine.js",
  "out/preload/index.cjs",
  "out/renderer/index.html",
];

/** Builds `out/` when a source is newer than it. Throws when the build fails; its output was shown. */
export async function buildIfNeeded(): Promise<void> {
  if (!isOutOfDate(root)) return;
  const code = await runNode(["node_modules/electron-vite/bin/electron-vite.js", "build", "--logLevel", "warn"]);
  if (code !== 0) throw new Error("The build failed; see above.");
}

export function isOutOfDate(folder: string): boolean {
  const built = BUNDLES.map((file) => join(folder, file));
  if (!built.every((file) => existsSync(file))) return true;
  const builtAt = Math.min(...built.map((file) => statSync(file).mtimeMs));
  return SOURCES.some((source) => newest(join(folder, source)) > builtAt);
}

function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
