import type * as Electron from "electron";
import type { Log } from "#main/lib/log.ts";
import { settledWithin } from "#main/lib/settled-within.ts";
import type { DesktopArgs } from "./args.ts";
import { type Desktop, type DesktopOptions, startDesktop } from "./desktop.ts";
import { type Intent, readFile, readIntents, readLink } from "./intent.ts";

/** Saving KV states of a large model takes seconds; what the user wrote is on disk long before. */
const LEAVE_WITHIN_MS = 10_000;

/** One instance a data folder, from its start to its orderly end. */
export function runDesktop(options: Omit<DesktopOptions, "dataDir"> & { args: DesktopArgs }): void {
  const { electron, args, log } = options;
  const { app } = electron;
  if (!app.requestSingleInstanceLock()) {
    // The first one has been told (`second-instance`) and shows itself.
    app.exit(0);
    return;
  }

  // macOS tells of files and links by events, from before Electron is ready.
  const waiting: Intent[] = [...args.intents];
  let desktop: Desktop | null = null;
  const follow = (intents: readonly Intent[]) => (desktop ? desktop.follow(intents) : void waiting.push(...intents));
  app.on("second-instance", (_event, argv, cwd) => follow(readIntents(argv.slice(1), cwd)));
  app.on("open-file", (event, path) => {
    event.preventDefault();
    follow([readFile(path, "/")].filter((intent) => intent !== null));
  });
  app.on("open-url", (event, link) => {
    event.preventDefault();
    follow([readLink(link)].filter((intent) => intent !== null));
  });
  app.on("activate", () => desktop?.follow([]));
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  if (app.isPackaged) app.setAsDefaultProtocolClient("cloister");
  quitInOrder(app, log, () => desktop?.dispose() ?? Promise.resolve());

  void app
    .whenReady()
    .then(async () => {
      desktop = await startDesktop({ ...options, dataDir: args.dataDir });
      desktop.follow(waiting);
    })
    .catch((error: unknown) => {
      log.fatal({ err: error }, "Could not start");
      electron.dialog.showErrorBox("Cloister", error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
}

/** Quitting waits for what has to be saved, but not for ever; an error nobody handled ends the same way. */
function quitInOrder(app: Electron.App, log: Log, dispose: () => Promise<void>): void {
  let leaving: Promise<void> | null = null;
  const leave = (code: number) => {
    leaving ??= settledWithin([dispose()], LEAVE_WITHIN_MS).then(() => {
      log.flush();
      app.exit(code);
    });
  };
  app.on("will-quit", (event) => {
    event.preventDefault();
    leave(0);
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => app.quit());
  process.on("unhandledRejection", (error) => log.error({ err: error }, "A rejection that nobody handled"));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "An error that nobody handled");
    leave(1);
  });
}
