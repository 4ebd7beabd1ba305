import { join } from "node:path";
import { createLog, type Log } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import { settledWithin } from "#main/lib/settled-within.ts";
import { readVersion } from "#main/lib/version.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { isAppError } from "#main/rpc/errors.ts";
import type { HeadlessArgs } from "./args.ts";
import { type Headless, runHeadless } from "./run.ts";
import type { HeadlessServerOptions } from "./server.ts";

/** Saving KV states of a large model takes seconds; what the user wrote is on disk long before. */
const LEAVE_WITHIN_MS = 10_000;

/** Runs a headless Cloister as this process: arguments, messages in the terminal, signals, exit codes (0, 1, 2 as usual). */
export async function runProgram(options: {
  /** The folder of package.json. */
  root: string;
  parseArgs: () => HeadlessArgs;
  pages: HeadlessServerOptions["pages"];
  fixedSession?: string;
}): Promise<void> {
  const { root } = options;
  const args = understand(options.parseArgs);
  const log = createLog({ file: join(dataPaths(args.dataDir).logs, "app.log"), level: "info" });
  let running: Promise<Headless> | null = null;
  endOnSignals(log, async () => (await running)?.dispose());
  try {
    running = runHeadless({
      ...options,
      args,
      log,
      resourcesDir: join(root, "resources"),
      sampleDir: join(root, ".cache/models"),
      childHost: createNodeChildHost(),
      version: readVersion(root),
      say,
    });
    offerNewAddresses(await running);
  } catch (error) {
    log.error({ err: error }, "Could not start");
    fail(error, 1);
  }
}

function understand(parseArgs: () => HeadlessArgs): HeadlessArgs {
  try {
    return parseArgs();
  } catch (error) {
    return fail(error, 2);
  }
}

function endOnSignals(log: Log, dispose: () => Promise<unknown>): void {
  let leaving = false;
  const leave = (code: number) => {
    if (leaving) return;
    leaving = true;
    void settledWithin([dispose()], LEAVE_WITHIN_MS).then(() => {
      log.flush();
      process.exit(code);
    });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => leave(0));
  process.on("unhandledRejection", (error) => log.error({ err: error }, "A rejection that nobody handled"));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "An error that nobody handled");
    leave(1);
  });
}

/** Enter prints an address for another browser: each token works once. */
function offerNewAddresses(headless: Headless): void {
  if (!process.stdin.isTTY) return;
  say("Press Enter for the address of another browser, Ctrl+C to end.");
  process.stdin.on("data", () => say(headless.newAddress()));
}

/** One sentence in the terminal; the log has the rest. */
function fail(error: unknown, code: 1 | 2): never {
  const text = isAppError(error) ? error.message : `Cloister could not start: ${String(error)}`;
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
