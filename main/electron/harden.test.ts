import type { CommandLine, Session } from "electron";
import { describe, expect, it } from "vitest";
import { hardenSession, silenceChromium } from "./harden.ts";
import { Fake, preventable } from "./testing/fake.ts";

type Handler = (...args: unknown[]) => unknown;

function hardened(developmentOrigin: string | null = null) {
  const fake = new Fake();
  const names = ["setPermissionRequestHandler", "setPermissionCheckHandler", "setDevicePermissionHandler"];
  const more = ["setDisplayMediaRequestHandler", "setBluetoothPairingHandler", "setSpellCheckerEnabled", "setProxy"];
  const session = Object.assign(fake, Object.fromEntries([...names, ...more].map((name) => [name, fake.note(name)])), {
    webRequest: { onBeforeRequest: fake.note("onBeforeRequest") },
  });
  hardenSession(session as unknown as Session, developmentOrigin);
  return {
    fake,
    permits: (permission: string) => {
      let answered: unknown;
      (fake.last("setPermissionRequestHandler") as Handler)(null, permission, (answer: unknown) => (answered = answer));
      return [answered, (fake.last("setPermissionCheckHandler") as Handler)(null, permission)];
    },
    letsOut: (url: string) => {
      let cancelled: boolean | undefined;
      (fake.last("onBeforeRequest") as Handler)({ url }, (answer: { cancel: boolean }) => (cancelled = answer.cancel));
      return cancelled === false;
    },
  };
}

describe("the window's session", () => {
  it("cancels every request that would leave the window", () => {
    const { letsOut } = hardened();
    const outside = [
      "https://example.com/",
      "http://127.0.0.1:5173/",
      "ws://localhost/",
      "file:///etc/passwd",
      "ftp://a/",
      "chrome://gpu",
      "",
    ];
    for (const url of outside) expect([url, letsOut(url)]).toEqual([url, false]);
    for (const url of ["app://cloister/index.html", "blob:app://cloister/1", "data:,x"])
      expect(letsOut(url)).toBe(true);
  });

  it("reaches Vite, and only it, while developing", () => {
    const { letsOut } = hardened("http://localhost:5173");
    expect(letsOut("ws://localhost:5173/?token=x")).toBe(true);
    expect(letsOut("http://localhost:5174/")).toBe(false);
  });

  it("grants nothing but copying", () => {
    const { permits, fake } = hardened();
    for (const permission of [
      "media",
      "geolocation",
      "notifications",
      "clipboard-read",
      "openExternal",
      "fileSystem",
      "midi",
    ]) {
      expect([permission, ...permits(permission)]).toEqual([permission, false, false]);
    }
    expect(permits("clipboard-sanitized-write")).toEqual([true, true]);
    expect((fake.last("setDevicePermissionHandler") as Handler)()).toBe(false);
  });

  it("downloads nothing, checks no spelling through a server, asks no proxy", () => {
    const { fake } = hardened();
    const download = preventable({});
    fake.emit("will-download", download);
    expect(download.prevented).toBe(true);
    expect(fake.last("setSpellCheckerEnabled")).toBe(false);
    expect(fake.last("setProxy")).toEqual({ mode: "direct" });
  });
});

describe("Chromium", () => {
  it("resolves no names and does nothing in the background", () => {
    const switches = new Map<string, string | undefined>();
    silenceChromium({
      appendSwitch: (name: string, value?: string) => switches.set(name, value),
    } as unknown as CommandLine);
    expect(switches.get("host-resolver-rules")).toMatch(/^MAP \* ~NOTFOUND/);
    expect([...switches.keys()]).toContain("disable-background-networking");
    expect([...switches.keys()]).toContain("disable-component-update");
  });
});
