import { existsSync } from "node:fs";
import type { MenuItemConstructorOptions } from "electron";
import { describe, expect, it, vi } from "vitest";
import { menuTemplate, trayIcon, trayTemplate } from "./menu.ts";

const actions = { show: vi.fn<(route: string) => void>(), openModel: vi.fn<() => void>(), quit: vi.fn<() => void>() };

function items(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...items((item.submenu ?? []) as MenuItemConstructorOptions[])]);
}

function press(template: MenuItemConstructorOptions[], label: string): void {
  const found = items(template).filter((item) => item.label === label);
  expect(found).toHaveLength(1);
  (found[0]?.click as () => void)();
}

describe.each(["linux", "win32", "darwin"] as const)("the menu bar on %s", (platform) => {
  const menu = menuTemplate(actions, { platform, isDevelopment: false });

  it("begins a chat, opens a model, shows the settings, quits", () => {
    press(menu, "New chat");
    press(menu, "Settings…");
    expect(actions.show.mock.calls.slice(-2)).toEqual([["/chat"], ["/settings"]]);
    press(menu, "Open model…");
    expect(actions.openModel).toHaveBeenCalled();
    press(menu, "Quit Cloister");
    expect(actions.quit).toHaveBeenCalled();
  });

  it("leaves the keys that people may change to the page", () => {
    const taken = items(menu).filter((item) => item.accelerator !== undefined && item.registerAccelerator !== false);
    expect(taken.map((item) => item.label)).toEqual(["Quit Cloister"]);
  });

  it("has developer tools only while developing", () => {
    const has = (template: MenuItemConstructorOptions[]) =>
      items(template).some((item) => item.role === "toggleDevTools");
    expect(has(menu)).toBe(false);
    expect(has(menuTemplate(actions, { platform, isDevelopment: true }))).toBe(true);
  });
});

describe("the tray", () => {
  it.each(["darwin", "linux", "win32"] as const)("has an icon that is there: %s", (platform) => {
    expect(existsSync(new URL(`../../resources/icons/${trayIcon(platform)}`, import.meta.url))).toBe(true);
  });

  it("opens the window where it was, or with a new chat, and quits", () => {
    press(trayTemplate(actions), "Open Cloister");
    expect(actions.show).toHaveBeenLastCalledWith("");
    press(trayTemplate(actions), "New chat");
    expect(actions.show).toHaveBeenLastCalledWith("/chat");
    press(trayTemplate(actions), "Quit Cloister");
    expect(actions.quit).toHaveBeenCalled();
  });
});
