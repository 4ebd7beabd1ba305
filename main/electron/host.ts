import type { BrowserWindow, Dialog, Notification, OpenDialogOptions, Shell } from "electron";
import { noBin, type Host } from "#main/host.ts";
import { words } from "#main/lib/words.ts";

/** The window system, as the features see it. `window` is the one that is open, if any. */
export function createDesktopHost(
  electron: { dialog: Dialog; shell: Shell; Notification: typeof Notification },
  window: () => BrowserWindow | null,
): Host {
  return {
    kind: "desktop",
    canPickFiles: true,
    canReveal: true,
    async pick(what) {
      const options = pickOptions(what);
      const parent = window();
      const { canceled, filePaths } = parent
        ? await electron.dialog.showOpenDialog(parent, options)
        : await electron.dialog.showOpenDialog(options);
      return canceled ? null : (filePaths[0] ?? null);
    },
    reveal(path) {
      electron.shell.showItemInFolder(path);
      return Promise.resolve();
    },
    async moveToBin(path) {
      try {
        await electron.shell.trashItem(path);
      } catch (error) {
        throw noBin(path, error);
      }
    },
    notify(title, body) {
      if (window()?.isFocused() === true || !electron.Notification.isSupported()) return;
      const notification = new electron.Notification({ title, body, silent: true });
      notification.on("click", () => window()?.show());
      notification.show();
    },
  };
}

function pickOptions(what: "folder" | "model"): OpenDialogOptions {
  if (what === "folder") return { title: words("dialog.pickFolder"), properties: ["openDirectory"] };
  return {
    title: words("dialog.pickModel"),
    properties: ["openFile"],
    filters: [{ name: words("dialog.modelFiles"), extensions: ["gguf"] }],
  };
}
