import type { BrowserWindow, Dialog, Notification, OpenDialogOptions, SafeStorage, Shell } from "electron";
import { noBin, type Host, type Sealing } from "#main/host.ts";
import { words } from "#main/lib/words.ts";

/** The window system, as the features see it. `window` is the one that is open, if any. */
export function createDesktopHost(
  electron: { dialog: Dialog; shell: Shell; Notification: typeof Notification; safeStorage: SafeStorage },
  window: () => BrowserWindow | null,
): Host {
  async function ask(options: OpenDialogOptions): Promise<string[]> {
    const parent = window();
    const { canceled, filePaths } = parent
      ? await electron.dialog.showOpenDialog(parent, options)
      : await electron.dialog.showOpenDialog(options);
    return canceled ? [] : filePaths;
  }

  return {
    kind: "desktop",
    canPickFiles: true,
    canReveal: true,
    sealing: sealingOf(electron.safeStorage),
    pick: async (what) => (await ask(pickOptions(what)))[0] ?? null,
    pickDocuments: (what) =>
      what === "folder"
        ? ask({ title: words("dialog.pickDocumentFolder"), properties: ["openDirectory"] })
        : // What is in a file decides whether it can be read, so none is kept from being chosen.
          ask({ title: words("dialog.pickDocuments"), properties: ["openFile", "multiSelections"] }),
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

function pickOptions(what: "folder" | "model" | "data"): OpenDialogOptions {
  if (what === "folder") return { title: words("dialog.pickFolder"), properties: ["openDirectory"] };
  if (what === "data") {
    return {
      title: words("dialog.pickData"),
      properties: ["openFile"],
      filters: [{ name: words("dialog.dataFiles"), extensions: ["jsonl", "json", "csv", "tsv", "txt", "md"] }],
    };
  }
  return {
    title: words("dialog.pickModel"),
    properties: ["openFile"],
    filters: [{ name: words("dialog.modelFiles"), extensions: ["gguf"] }],
  };
}

/** On Linux without a keyring Chromium would seal with a password that everybody knows: that is not what we call a keychain. */
function sealingOf(safeStorage: SafeStorage): Sealing | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === "linux" && safeStorage.getSelectedStorageBackend() === "basic_text") return null;
  return {
    seal: (text) => safeStorage.encryptString(text),
    open(sealed) {
      try {
        return safeStorage.decryptString(sealed);
      } catch {
        return null;
      }
    },
  };
}
