import type * as Electron from "electron";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLog } from "#main/lib/log.ts";
import type { Desktop } from "./desktop.ts";
import type { Intent } from "./intent.ts";
import { runDesktop } from "./run.ts";
import { Fake, preventable } from "./testing/fake.ts";

const desktop = vi.hoisted(() => ({ start: vi.fn<() => Promise<Desktop>>() }));
vi.mock("./desktop.ts", () => ({ startDesktop: desktop.start }));

const follow = vi.fn<(intents: readonly Intent[]) => void>();
const dispose = vi.fn<() => Promise<void>>();
const listened = ["SIGINT", "SIGTERM", "SIGHUP", "unhandledRejection", "uncaughtException"] as const;
let before: Map<string, NodeJS.SignalsListener[]>;

beforeEach(() => {
  before = new Map(listened.map((name) => [name, process.listeners(name as "SIGINT")]));
  dispose.mockReset().mockResolvedValue();
  follow.mockReset();
  desktop.start.mockReset().mockResolvedValue({ follow: (intents) => follow([...intents]), dispose });
});
afterEach(() => {
  for (const [name, kept] of before) {
    for (const listener of process.listeners(name as "SIGINT"))
      if (!kept.includes(listener)) process.off(name, listener);
  }
});

function run({ first = true, intents = [] as Intent[] } = {}) {
  const ready = Promise.withResolvers<undefined>();
  const app = Object.assign(new Fake(), {
    isPackaged: false,
    requestSingleInstanceLock: () => first,
    whenReady: () => ready.promise,
    exit: vi.fn<(code: number) => void>(),
    quit: vi.fn<() => void>(),
  });
  const showErrorBox = vi.fn<(title: string, text: string) => void>();
  const electron = { app, dialog: { showErrorBox } } as unknown as typeof Electron;
  const log = createLog({ level: "silent" });
  const options = { electron, log, root: "/r", sampleDir: "/s", developmentOrigin: null };
  runDesktop({ ...options, args: { dataDir: "/d", intents } });
  return {
    app,
    showErrorBox,
    ready: () => (ready.resolve(undefined), vi.waitFor(() => expect(desktop.start).toHaveBeenCalled())),
  };
}

describe("a second start on the same data", () => {
  it("ends at once, and starts nothing", () => {
    const { app } = run({ first: false });
    expect(app.exit).toHaveBeenCalledExactlyOnceWith(0);
    expect(desktop.start).not.toHaveBeenCalled();
  });

  it("is followed by the first: its files and links are opened there", async () => {
    const { app, ready } = run();
    await ready();
    await vi.waitFor(() => expect(follow).toHaveBeenCalledWith([]));
    app.emit("second-instance", {}, ["cloister", "a.gguf", "cloister://models"], "/home/me");
    expect(follow).toHaveBeenLastCalledWith([
      { kind: "model", path: "/home/me/a.gguf" },
      { kind: "show", route: "/models" },
    ]);
  });
});

describe("what is asked for before the window can be opened", () => {
  it("waits for it, from the command line as from the system's events", async () => {
    const { app, ready } = run({ intents: [{ kind: "show", route: "/chat" }] });
    const file = preventable({});
    app.emit("open-file", file, "/home/me/m.gguf");
    app.emit("open-url", preventable({}), "cloister://settings");
    app.emit("open-url", preventable({}), "https://example.com");
    await ready();
    await vi.waitFor(() => expect(follow).toHaveBeenCalledOnce());
    expect(file.prevented).toBe(true);
    expect(follow).toHaveBeenCalledWith([
      { kind: "show", route: "/chat" },
      { kind: "model", path: "/home/me/m.gguf" },
      { kind: "show", route: "/settings" },
    ]);
  });
});

describe("quitting", () => {
  it("waits until everything is saved", async () => {
    const { app, ready } = run();
    await ready();
    const saved = Promise.withResolvers<undefined>();
    dispose.mockImplementation(() => saved.promise);
    await vi.waitFor(() => expect(follow).toHaveBeenCalled());
    const event = preventable({});
    app.emit("will-quit", event);
    expect(event.prevented).toBe(true);
    expect(app.exit).not.toHaveBeenCalled();
    app.emit("will-quit", preventable({}));
    saved.resolve(undefined);
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledExactlyOnceWith(0));
    expect(dispose).toHaveBeenCalledOnce();
  });

  it("does not wait for ever", async () => {
    vi.useFakeTimers();
    try {
      const { app, ready } = run();
      await ready();
      dispose.mockReturnValue(new Promise(() => undefined));
      await vi.advanceTimersByTimeAsync(1);
      app.emit("will-quit", preventable({}));
      await vi.advanceTimersByTimeAsync(60_000);
      expect(app.exit).toHaveBeenCalledExactlyOnceWith(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is what SIGTERM asks for", () => {
    const { app } = run();
    process.emit("SIGTERM", "SIGTERM");
    expect(app.quit).toHaveBeenCalledOnce();
  });
});

describe("a start that fails", () => {
  it("says why in a dialog and ends", async () => {
    desktop.start.mockRejectedValue(new Error("the folder is read-only"));
    const { app, showErrorBox, ready } = run();
    await ready();
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(1));
    expect(showErrorBox).toHaveBeenCalledWith("Cloister", "the folder is read-only");
  });
});
