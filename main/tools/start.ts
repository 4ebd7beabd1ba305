/**
 * `npm start`: builds if needed, brings the sample model when no model is known (`--no-sample` skips that), and opens Cloister in
 * Electron, or in the browser where Electron's program cannot be had. Further arguments go to Cloister.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseHeadlessArgs } from "#main/headless/args.ts";
import { isAppError } from "#main/rpc/errors.ts";
import { buildIfNeeded } from "./build.ts";
import { fetchElectron } from "./electron-program.ts";
import { knowsAModel } from "./known-models.ts";
import { sampleModelPath } from "./sample-model-path.ts";
import { root, runNode } from "./test/command.ts";

try {
  const args = parseHeadlessArgs(process.argv.slice(2));
  await buildIfNeeded();
  if (args.sample && !existsSync(sampleModelPath()) && !knowsAModel(args.dataDir)) await bringSampleModel();
  if (!hasDisplay()) await openInBrowser("There is no screen here, so Cloister opens for a browser.");
  else await openDesktop();
} catch (error) {
  console.error(isAppError(error) ? error.message : String(error));
  process.exitCode = 1;
}

/** It says itself what is missing when it cannot be brought; Cloister starts without a model all the same. */
async function bringSampleModel(): Promise<void> {
  const code = await runNode(["main/tools/sample-model.ts"]);
  if (code !== 0) console.log("Going on without the sample model. Any GGUF file can be added in Models.");
}

function hasDisplay(): boolean {
  const { platform, env } = process;
  return platform !== "linux" || Boolean(env["DISPLAY"]) || Boolean(env["WAYLAND_DISPLAY"]);
}

async function openDesktop(): Promise<void> {
  const electron = await fetchElectron();
  if (electron !== null) openInElectron(electron);
  else await openInBrowser("Electron's program cannot be fetched here, so Cloister opens in the browser.");
}

async function openInBrowser(why: string): Promise<void> {
  console.log(why);
  await import(pathToFileURL(join(root, "out/main/headless.js")).href);
}

function openInElectron(program: string): void {
  const child = spawn(program, [join(root, "out/main/index.js"), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.once("exit", (code) => (process.exitCode = code ?? 0));
}
