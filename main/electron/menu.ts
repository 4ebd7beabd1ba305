import type { MenuItemConstructorOptions } from "electron";
import { words } from "#main/lib/words.ts";

export interface MenuActions {
  /** Shows a room of the interface in the window, which is opened if need be. */
  show(route: string): void;
  openModel(): void;
  quit(): void;
}

/** The menu bar. On macOS it is the app's; elsewhere it appears with Alt. */
export function menuTemplate(
  actions: MenuActions,
  system: { platform: NodeJS.Platform; isDevelopment: boolean },
): MenuItemConstructorOptions[] {
  const isMac = system.platform === "darwin";
  const app: MenuItemConstructorOptions = {
    label: "Cloister",
    submenu: [
      settingsItem(actions),
      { type: "separator" },
      { role: "hide", label: words("menu.hide") },
      { role: "hideOthers", label: words("menu.hideOthers") },
      { role: "unhide", label: words("menu.showAll") },
      { type: "separator" },
      quitItem(actions),
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: words("menu.file"),
    submenu: [
      { label: words("menu.newChat"), ...shown("CmdOrCtrl+N"), click: () => actions.show("/chat") },
      { label: words("menu.openModel"), click: () => actions.openModel() },
      { type: "separator" },
      ...(isMac ? [] : [settingsItem(actions), { type: "separator" } as const]),
      { role: "close", label: words("menu.close") },
      ...(isMac ? [] : [quitItem(actions)]),
    ],
  };
  return [...(isMac ? [app] : []), file, editMenu(), viewMenu(system.isDevelopment), windowMenu()];
}

/** The small menu of the tray. */
export function trayTemplate(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    { label: words("menu.open"), click: () => actions.show("") },
    { label: words("menu.newChat"), click: () => actions.show("/chat") },
    { type: "separator" },
    quitItem(actions),
  ];
}

/** macOS colours an icon itself when its name ends so; elsewhere it comes in its colours. */
export function trayIcon(platform: NodeJS.Platform): string {
  return platform === "darwin" ? "trayTemplate.png" : "tray.png";
}

/** The page has these keys, which people may change: here they are only read. */
function shown(accelerator: string): Pick<MenuItemConstructorOptions, "accelerator" | "registerAccelerator"> {
  return { accelerator, registerAccelerator: false };
}

function settingsItem(actions: MenuActions): MenuItemConstructorOptions {
  return { label: words("menu.settings"), ...shown("CmdOrCtrl+,"), click: () => actions.show("/settings") };
}

function quitItem(actions: MenuActions): MenuItemConstructorOptions {
  return { label: words("menu.quit"), accelerator: "CmdOrCtrl+Q", click: () => actions.quit() };
}

function editMenu(): MenuItemConstructorOptions {
  return {
    label: words("menu.edit"),
    submenu: [
      { role: "undo", label: words("menu.undo") },
      { role: "redo", label: words("menu.redo") },
      { type: "separator" },
      { role: "cut", label: words("menu.cut") },
      { role: "copy", label: words("menu.copy") },
      { role: "paste", label: words("menu.paste") },
      { role: "selectAll", label: words("menu.selectAll") },
    ],
  };
}

function viewMenu(isDevelopment: boolean): MenuItemConstructorOptions {
  const tools: MenuItemConstructorOptions = { role: "toggleDevTools", label: words("menu.developerTools") };
  return {
    label: words("menu.view"),
    submenu: [
      { role: "zoomIn", label: words("menu.larger") },
      { role: "zoomOut", label: words("menu.smaller") },
      { role: "resetZoom", label: words("menu.actualSize") },
      { type: "separator" },
      { role: "togglefullscreen", label: words("menu.fullScreen") },
      ...(isDevelopment ? [tools] : []),
    ],
  };
}

function windowMenu(): MenuItemConstructorOptions {
  return {
    label: words("menu.window"),
    role: "window",
    submenu: [
      { role: "minimize", label: words("menu.minimize") },
      { role: "close", label: words("menu.close") },
    ],
  };
}
