import type { BrowserWindow, BrowserWindowConstructorOptions, Screen } from "electron";
import { isReachable, readWindowState, writeWindowState, type WindowState } from "./window-state.ts";

/** The narrowest and lowest that the interface is drawn for. */
const SMALLEST = { minWidth: 480, minHeight: 360 };
const USUAL = { width: 1_280, height: 800 };

/** What every window of ours must be: a page without Node, isolated from the preload, in Chromium's sandbox. */
export function windowOptions(
  preload: string,
  state: WindowState | null,
  screens: Screen,
): BrowserWindowConstructorOptions {
  const areas = screens.getAllDisplays().map((display) => display.workArea);
  const { x, y, width, height } = state ?? { ...USUAL, x: 0, y: 0 };
  const place = state !== null && isReachable(state, areas) ? { x, y } : {};
  return {
    ...SMALLEST,
    ...place,
    width,
    height,
    title: "Cloister",
    // Shown once there is something to see, in the colours of the person's theme.
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  };
}

/** Shows the window when its page is drawn, and remembers where it was left. */
export function keepWindowState(window: BrowserWindow, file: string, state: WindowState | null): void {
  window.once("ready-to-show", () => {
    if (state?.maximized) window.maximize();
    window.show();
  });
  window.on("close", () => writeWindowState(file, { ...window.getNormalBounds(), maximized: window.isMaximized() }));
}

export function openWindow(
  Window: typeof BrowserWindow,
  options: { preload: string; stateFile: string; screen: Screen },
): BrowserWindow {
  const state = readWindowState(options.stateFile);
  const window = new Window(windowOptions(options.preload, state, options.screen));
  keepWindowState(window, options.stateFile, state);
  return window;
}
