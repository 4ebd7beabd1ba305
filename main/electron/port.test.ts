import type { IpcMain, MessageChannelMain } from "electron";
import { describe, expect, it, vi } from "vitest";
import type { RpcServer, Wire } from "#main/rpc/serve.ts";
import { PORT_CHANNEL, servePorts } from "./port.ts";
import { Fake } from "./testing/fake.ts";

class FakePort extends Fake {
  postMessage = this.note("postMessage");
  start = this.note("start");
  close = this.note("close");
}

function setUp() {
  const ipc = new Fake();
  const ports: FakePort[] = [];
  class Channel {
    port1 = new FakePort();
    port2 = new FakePort();
    constructor() {
      ports.push(this.port1);
    }
  }
  const session = { receive: vi.fn<(frame: unknown) => void>(), close: vi.fn<() => void>(), pending: 0 };
  const wires: Wire[] = [];
  const rpc: RpcServer = { open: (wire) => (wires.push(wire), session) };
  servePorts(ipc as unknown as IpcMain, Channel as unknown as typeof MessageChannelMain, rpc);
  const ask = (url: string, parent: unknown = null) => {
    const frame = { url, parent, postMessage: vi.fn<(channel: string, message: unknown, ports: unknown[]) => void>() };
    ipc.emit(PORT_CHANNEL, { senderFrame: frame });
    return frame.postMessage;
  };
  return { ask, ports, session, wires, ipc };
}

describe("a page that asks for its port", () => {
  it("gets one end of a channel whose other end is served", () => {
    const { ask, ports, session, wires } = setUp();
    expect(ask("app://cloister/index.html#/chat")).toHaveBeenCalledExactlyOnceWith(PORT_CHANNEL, null, [
      expect.anything(),
    ]);
    ports[0]?.emit("message", { data: "a frame" });
    expect(session.receive).toHaveBeenCalledExactlyOnceWith("a frame");
    wires[0]?.send("an answer");
    expect(ports[0]?.last("postMessage")).toBe("an answer");
    ports[0]?.emit("close");
    expect(session.close).toHaveBeenCalledOnce();
  });

  it("gets none when it is not ours, is inside of another, or has gone", () => {
    const { ask, wires, ipc } = setUp();
    for (const url of ["https://example.com/", "file:///index.html", "app://other/", "about:blank", ""]) {
      expect(ask(url)).not.toHaveBeenCalled();
    }
    expect(ask("app://cloister/index.html", { url: "app://cloister/" })).not.toHaveBeenCalled();
    ipc.emit(PORT_CHANNEL, { senderFrame: null });
    expect(wires).toEqual([]);
  });

  it("is cut off when it sends what is no frame, or breaks the protocol", () => {
    const { ask, ports, session, wires } = setUp();
    ask("app://cloister/");
    ports[0]?.emit("message", { data: { any: "object" } });
    wires[0]?.refuse();
    expect(session.receive).not.toHaveBeenCalled();
    expect(ports[0]?.calls.filter(([name]) => name === "close")).toHaveLength(2);
  });
});
