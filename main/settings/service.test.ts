import { expect, test } from "vitest";
import type { Host } from "#main/host.ts";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { openTestStore } from "#main/store/testing.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { createSettings } from "./service.ts";

const browser: Host = {
  kind: "headless",
  canPickFiles: false,
  canReveal: false,
  pick: () => Promise.resolve(null),
  pickDocuments: () => Promise.resolve([]),
  reveal: () => Promise.resolve(),
  moveToBin: () => Promise.resolve(),
  sealing: null,
  notify: () => undefined,
};

async function open(dataDir: string, host = browser) {
  const store = await openTestStore(dataDir);
  return { store, settings: createSettings({ store, host, dataDir, version: "1.2.3" }) };
}

test("what is changed is there after a restart, the rest has its defaults", async () => {
  using folder = temporaryFolder();
  const first = await open(folder.path);
  expect(first.settings.get()).toEqual(DEFAULT_SETTINGS);
  first.settings.set({ theme: "dark", keys: { palette: "Ctrl+P", stop: null } });
  first.store.close();
  const second = await open(folder.path);
  expect(second.settings.get()).toEqual({
    ...DEFAULT_SETTINGS,
    theme: "dark",
    keys: { palette: "Ctrl+P", stop: null },
  });
  second.store.close();
});

test("a broken, unknown or out-of-range stored value never stops the app: the default holds, others stay", async () => {
  using folder = temporaryFolder();
  const first = await open(folder.path);
  first.settings.set({ readingSizePx: 20 });
  const put = first.store.db.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)");
  put.run("theme", "{not json");
  put.run("idleUnloadMinutes", "-5");
  put.run("fromAnotherVersion", "true");
  put.run("columns", '{"listPx":1}');
  first.store.close();
  const second = await open(folder.path);
  expect(second.settings.get()).toEqual({ ...DEFAULT_SETTINGS, readingSizePx: 20 });
  second.store.close();
});

test("who watches receives the settings as they are, then each change", async () => {
  using folder = temporaryFolder();
  const { store, settings } = await open(folder.path);
  const watch = settings.watch();
  expect((await watch.next()).value).toEqual(DEFAULT_SETTINGS);
  settings.set({ theme: "light" });
  expect((await watch.next()).value).toMatchObject({ theme: "light" });
  await watch.return();
  store.close();
});

test("a browser tab says what it cannot do and what to do instead", async () => {
  using folder = temporaryFolder();
  const { store, settings } = await open(folder.path);
  await expect(settings.pick("model")).rejects.toMatchObject({ code: "NOT_SUPPORTED_HERE" });
  await expect(settings.pickDocuments("files")).rejects.toMatchObject({ code: "NOT_SUPPORTED_HERE" });
  await expect(settings.reveal(folder.path)).rejects.toMatchObject({ code: "NOT_SUPPORTED_HERE" });
  expect(settings.host()).toMatchObject({
    kind: "headless",
    canPickFiles: false,
    version: "1.2.3",
    dataDir: folder.path,
  });
  store.close();
});

test("on the desktop a missing path is not revealed", async () => {
  using folder = temporaryFolder();
  const revealed: string[] = [];
  const desktop: Host = {
    ...browser,
    kind: "desktop",
    canReveal: true,
    reveal: async (path) => void revealed.push(path),
  };
  const { store, settings } = await open(folder.path, desktop);
  await expect(settings.reveal(`${folder.path}/nothing`)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await settings.reveal(folder.path);
  expect(revealed).toEqual([folder.path]);
  store.close();
});
