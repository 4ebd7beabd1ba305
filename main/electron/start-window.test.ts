import type { BrowserWindow, BrowserWindowConstructorOptions } from "electron";
import { expect, it, vi } from "vitest";
import { openStartWindow } from "./start-window.ts";

it("shows a sentence in a page that can do nothing, until it is closed", () => {
  const close = vi.fn<() => void>();
  const loadURL = vi.fn<(url: string) => Promise<void>>(() => Promise.resolve());
  let options: BrowserWindowConstructorOptions = {};
  let destroyed = false;
  class FakeWindow {
    constructor(given: BrowserWindowConstructorOptions) {
      options = given;
    }
    loadURL = loadURL;
    close = close;
    isDestroyed = () => destroyed;
  }
  const window = openStartWindow(FakeWindow as unknown as typeof BrowserWindow, "1 GB < 2 GB & more");
  expect(options.webPreferences).toMatchObject({ sandbox: true, javascript: false, nodeIntegration: false });
  const page = decodeURIComponent(loadURL.mock.lastCall?.[0] ?? "");
  expect(page).toMatch(/^data:text\/html/);
  expect(page).toContain("1 GB &lt; 2 GB &amp; more");
  window.close();
  expect(close).toHaveBeenCalledOnce();
  // The person may have closed it first.
  destroyed = true;
  window.close();
  expect(close).toHaveBeenCalledOnce();
});
