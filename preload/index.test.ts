import { EventEmitter } from "node:events";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PORT_CHANNEL } from "../main/electron/port.ts";
import { PORT_ASKED, PORT_GIVEN } from "../renderer/rpc/wire.ts";

const electron = vi.hoisted(() => ({ ipcRenderer: null as unknown as EventEmitter & { send(channel: string): void } }));
vi.mock("electron", () => electron);

const sent: string[] = [];
const posted: unknown[][] = [];
let hear: (event: { source: unknown; data: unknown }) => void;
const page = {
  addEventListener(type: string, listener: typeof hear) {
    if (type === "message") hear = listener;
  },
  postMessage: (...args: unknown[]) => void posted.push(args),
};

beforeAll(async () => {
  electron.ipcRenderer = Object.assign(new EventEmitter(), { send: (channel: string) => void sent.push(channel) });
  vi.stubGlobal("window", page);
  vi.stubGlobal("location", { origin: "app://cloister" });
  await import("./index.ts");
});
afterAll(() => vi.unstubAllGlobals());

describe("the preload", () => {
  it("asks the app for a port when the page does, in the words of both", () => {
    hear({ source: page, data: PORT_ASKED });
    expect(sent).toEqual([PORT_CHANNEL]);
  });

  it("hears nobody but the page, and nothing else from it", () => {
    sent.length = 0;
    hear({ source: {}, data: PORT_ASKED });
    hear({ source: page, data: { channel: PORT_CHANNEL } });
    hear({ source: page, data: PORT_GIVEN });
    expect(sent).toEqual([]);
  });

  it("hands on the port to our origin only", () => {
    const port = {};
    electron.ipcRenderer.emit(PORT_CHANNEL, { ports: [port] });
    expect(posted).toEqual([[PORT_GIVEN, "app://cloister", [port]]]);
  });

  it("puts nothing into the page's world", () => {
    expect(Object.keys(page)).toEqual(["addEventListener", "postMessage"]);
  });
});
