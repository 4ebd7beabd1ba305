import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** 110 MB over a slow line; where the network swallows packets nobody should wait for longer. */
const FETCH_WITHIN_MS = 300_000;

/** Electron's program, if it is here. */
export function findElectron(): string | null {
  const folder = packageFolder();
  const pathFile = join(folder, "path.txt");
  if (!existsSync(pathFile)) return null;
  const dist = process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? join(folder, "dist");
  const program = join(dist, readFileSync(pathFile, "utf8"));
  return existsSync(program) ? program : null;
}

/** Brings Electron's program by Electron's own installer (checksums included), once. Null where it cannot be had. */
export async function fetchElectron(): Promise<string | null> {
  const found = findElectron();
  if (found !== null) return found;
  const child = spawn(process.execPath, [join(packageFolder(), "install.js")], { stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), FETCH_WITHIN_MS);
  await new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("close", () => resolve());
  });
  clearTimeout(timer);
  return findElectron();
}

function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("electron/package.json"));
}
