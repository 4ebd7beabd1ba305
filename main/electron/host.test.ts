import type { BrowserWindow, Dialog, Notification, OpenDialogOptions, SafeStorage, Screen, Shell } from "electron";
import { describe, expect, it, vi } from "vitest";
import { createDesktopHost } from "./host.ts";
import { windowOptions } from "./window.ts";

function setUp({ focused = false, chosen = [] as string[], keyring = "gnome_libsecret" } = {}) {
  const shown: { title: string; body: string }[] = [];
  class FakeNotification {
    static isSupported = () => true;
    readonly #options: { title: string; body: string };
    constructor(options: { title: string; body: string }) {
      this.#options = options;
    }
    on = () => this;
    show = () => void shown.push(this.#options);
  }
  const showOpenDialog = vi.fn<(window: unknown, options: OpenDialogOptions) => Promise<unknown>>(() =>
    Promise.resolve({ canceled: chosen.length === 0, filePaths: chosen }),
  );
  const showItemInFolder = vi.fn<(path: string) => void>();
  const host = createDesktopHost(
    {
      dialog: { showOpenDialog } as unknown as Dialog,
      shell: { showItemInFolder } as unknown as Shell,
      Notification: FakeNotification as unknown as typeof Notification,
      safeStorage: {
        isEncryptionAvailable: () => true,
        getSelectedStorageBackend: () => keyring,
        encryptString: (text: string) => Buffer.from(`sealed ${text}`),
        decryptString: (sealed: Buffer) => sealed.toString().slice("sealed ".length),
      } as unknown as SafeStorage,
    },
    () => ({ isFocused: () => focused }) as unknown as BrowserWindow,
  );
  return { host, shown, showOpenDialog, showItemInFolder };
}

describe("the desktop", () => {
  it("asks for a model or a folder in the system's dialog", async () => {
    const { host, showOpenDialog } = setUp({ chosen: ["/m/a.gguf"] });
    expect(await host.pick("model")).toBe("/m/a.gguf");
    expect(showOpenDialog.mock.lastCall?.[1]).toMatchObject({
      filters: [{ extensions: ["gguf"] }],
      properties: ["openFile"],
    });
    await host.pick("folder");
    expect(showOpenDialog.mock.lastCall?.[1]).toMatchObject({ properties: ["openDirectory"] });
    expect(await setUp().host.pick("folder")).toBeNull();
  });

  it("asks for several documents of any kind, or for a folder of them", async () => {
    const { host, showOpenDialog } = setUp({ chosen: ["/d/a.pdf", "/d/b.docx"] });
    expect(await host.pickDocuments("files")).toEqual(["/d/a.pdf", "/d/b.docx"]);
    expect(showOpenDialog.mock.lastCall?.[1].properties).toEqual(["openFile", "multiSelections"]);
    expect(showOpenDialog.mock.lastCall?.[1].filters).toBeUndefined();
    await host.pickDocuments("folder");
    expect(showOpenDialog.mock.lastCall?.[1].properties).toEqual(["openDirectory"]);
    expect(await setUp().host.pickDocuments("files")).toEqual([]);
  });

  it("seals with the system's keychain, and with nothing less", () => {
    const { sealing } = setUp().host;
    expect(sealing?.open(sealing.seal("a token"))).toBe("a token");
    if (process.platform === "linux") expect(setUp({ keyring: "basic_text" }).host.sealing).toBeNull();
  });

  it("shows files where they lie", async () => {
    const { host, showItemInFolder } = setUp();
    await host.reveal("/m/a.gguf");
    expect(showItemInFolder).toHaveBeenCalledExactlyOnceWith("/m/a.gguf");
  });

  it("tells of an answer only while the window is in the background", () => {
    const away = setUp();
    away.host.notify("Answer ready", "5 sentences");
    expect(away.shown).toMatchObject([{ title: "Answer ready", body: "5 sentences" }]);
    const here = setUp({ focused: true });
    here.host.notify("Answer ready", "5 sentences");
    expect(here.shown).toEqual([]);
  });
});

describe("a window", () => {
  const screen = {
    getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } }],
  } as unknown as Screen;
  const state = { x: 10, y: 20, width: 900, height: 700, maximized: false };

  it("is a sandboxed page without Node, behind a preload", () => {
    expect(windowOptions("/p.cjs", null, screen).webPreferences).toMatchObject({
      preload: "/p.cjs",
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    });
  });

  it("opens where it was, or in the middle when that place is gone", () => {
    expect(windowOptions("/p.cjs", state, screen)).toMatchObject({ x: 10, y: 20, width: 900, height: 700 });
    const lost = windowOptions("/p.cjs", { ...state, x: 5_000 }, screen);
    expect(lost).not.toHaveProperty("x");
    expect(lost).toMatchObject({ width: 900, height: 700 });
  });
});
