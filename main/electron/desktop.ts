import { join } from "node:path";
import type * as Electron from "electron";
import { type App, createApp } from "#main/app.ts";
import { gigabytes } from "#main/lib/gigabytes.ts";
import type { Log } from "#main/lib/log.ts";
import { readVersion } from "#main/lib/version.ts";
import { words } from "#main/lib/words.ts";
import { createRpcServer } from "#main/rpc/serve.ts";
import { createElectronChildHost } from "./child-host.ts";
import { hardenSession } from "./harden.ts";
import { createDesktopHost } from "./host.ts";
import type { Intent } from "./intent.ts";
import { guardNavigation } from "./leave.ts";
import { menuTemplate, type MenuActions, trayIcon, trayTemplate } from "./menu.ts";
import { servePorts } from "./port.ts";
import { PAGE_ORIGIN, servePages } from "./scheme.ts";
import { openStartWindow } from "./start-window.ts";
import { stayOpen } from "./stay-open.ts";
import { openWindow } from "./window.ts";

export interface DesktopOptions {
  electron: typeof Electron;
  /** The folder that holds `out` and `resources`. */
  root: string;
  dataDir: string;
  sampleDir: string;
  log: Log;
  /** Where Vite serves the pages, while developing. */
  developmentOrigin: string | null;
}

export interface Desktop {
  /** Does what somebody asked for from outside; with nothing asked, shows the window. */
  follow(intents: readonly Intent[]): void;
  dispose(): Promise<void>;
}

/** A whole Cloister with its window, once Electron is ready. */
export async function startDesktop(options: DesktopOptions): Promise<Desktop> {
  const { electron, root, dataDir, log, developmentOrigin } = options;
  let window: Electron.BrowserWindow | null = null;
  const host = createDesktopHost(electron, () => window);
  const childHost = createElectronChildHost(electron.utilityProcess);
  const version = readVersion(root);
  const resourcesDir = join(root, "resources");
  let starting: { close(): void } | null = null;
  const app = await createApp({
    ...{ dataDir, resourcesDir, sampleDir: options.sampleDir, childHost, host, version, log },
    onSlowStart(bytes) {
      starting = openStartWindow(electron.BrowserWindow, words("start.slow", { size: gigabytes(bytes) }));
    },
  });

  hardenSession(electron.session.defaultSession, developmentOrigin);
  const develop = developmentOrigin === null ? null : (path: string) => electron.net.fetch(developmentOrigin + path);
  servePages(electron.protocol, join(root, "out/renderer"), develop);
  servePorts(electron.ipcMain, electron.MessageChannelMain, createRpcServer({ router: app.router, log }));

  function show(route: string): void {
    if (window === null) {
      window = createWindow(route);
      return;
    }
    // The address that is shown already would be loaded anew, and the page lose what stands in its fields.
    const isElsewhere = route !== "" && window.webContents.getURL() !== address(route);
    if (isElsewhere) void window.loadURL(address(route));
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  function createWindow(route: string): Electron.BrowserWindow {
    const created = openWindow(electron.BrowserWindow, {
      preload: join(root, "out/preload/index.cjs"),
      stateFile: join(dataDir, "window.json"),
      screen: electron.screen,
    });
    guardNavigation(created.webContents, electron);
    stayOpen(created, { log, onKeepsEnding: () => asksToTryAgain(electron, created) });
    // Not before there is another window: without any, Cloister would quit.
    created.once("show", () => starting?.close());
    created.on("close", (event) => {
      if (!isBusy(app) || quitting) return;
      event.preventDefault();
      created.hide();
      host.notify(words("notice.background"), words("notice.backgroundDetail"));
    });
    created.on("closed", () => (window = null));
    void created.loadURL(address(route));
    return created;
  }

  let quitting = false;
  electron.app.on("before-quit", () => (quitting = true));
  const actions: MenuActions = {
    show,
    openModel: () => void host.pick("model").then((path) => path !== null && follow([{ kind: "model", path }])),
    quit: () => electron.app.quit(),
  };
  setMenus(electron, actions, root);

  function follow(intents: readonly Intent[]): void {
    if (intents.length === 0) show("");
    for (const intent of intents) {
      if (intent.kind === "show") show(intent.route);
      else void addModel(intent.path);
    }
  }

  async function addModel(path: string): Promise<void> {
    try {
      await app.services.models.addFile(path);
    } catch (error) {
      log.warn({ err: error }, "A file from outside could not be added");
      electron.dialog.showErrorBox(words("notice.fileFailed"), error instanceof Error ? error.message : String(error));
    }
    show("/models");
  }

  return { follow, dispose: () => app.dispose() };
}

/** `#/chat`: pages keep their place behind the hash. */
function address(route: string): string {
  return `${PAGE_ORIGIN}/index.html${route === "" ? "" : `#${route}`}`;
}

/** Whether a page that keeps ending is drawn again; otherwise Cloister quits, which loses nothing. */
async function asksToTryAgain({ app, dialog }: typeof Electron, window: Electron.BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: "error",
    message: words("page.keepsEnding"),
    detail: words("page.keepsEnding.detail"),
    buttons: [words("page.tryAgain"), words("page.quit")],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) app.quit();
  return response === 0;
}

/** Whether closing the window would leave something unfinished. */
function isBusy({ services }: App): boolean {
  const recent = services.chat.list({ bin: false, titleContains: "", offset: 0, limit: 50 });
  const isAnswering = recent.chats.some((chat) => chat.running);
  return isAnswering || services.jobs.list().some((job) => job.state === "running");
}

function setMenus({ app, Menu, Tray }: typeof Electron, actions: MenuActions, root: string): void {
  const system = { platform: process.platform, isDevelopment: !app.isPackaged };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, system)));
  const tray = new Tray(join(root, "resources/icons", trayIcon(process.platform)));
  tray.setToolTip("Cloister");
  tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(actions)));
  tray.on("click", () => actions.show(""));
}
