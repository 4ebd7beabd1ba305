/**
 * `npm run dev`: pages reload while they are written, the app restarts when a file of it changes. In Electron where its program is
 * here, else in the browser (`npm run dev -- --headless` always). Works on a data folder of its own.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { secret } from "#main/headless/session.ts";
import { findElectron } from "./electron-program.ts";
import { root } from "./test/command.ts";

const args = process.argv.slice(2);
const passedOn = args.filter((arg) => arg !== "--headless");
const dataDir = passedOn.includes("--data-dir") ? [] : ["--data-dir", join(root, ".cache/dev")];
const inElectron = findElectron() !== null && !args.includes("--headless");

const child = inElectron
  ? spawn(
      process.execPath,
      [join(root, "node_modules/electron-vite/bin/electron-vite.js"), "dev", "--watch", "--", ...dataDir, ...passedOn],
      { cwd: root, stdio: "inherit" },
    )
  : spawn(
      process.execPath,
      ["--watch", join(root, "main/tools/dev-headless.ts"), ...dataDir, ...passedOn, "--no-open"],
      {
        cwd: root,
        stdio: "inherit",
        // One session for every restart, so that an open page connects again by itself.
        env: { ...process.env, CLOISTER_DEV_SESSION: secret() },
      },
    );
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => (process.exitCode = code ?? 0));
