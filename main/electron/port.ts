import type { IpcMain, IpcMainEvent, MessageChannelMain, MessagePortMain } from "electron";
import type { RpcServer } from "#main/rpc/serve.ts";
import { isOwnPage } from "./scheme.ts";

/** What preload and app process say to one another; see preload/index.ts. */
export const PORT_CHANNEL = "cloister:port";

/** Gives each page that asks one end of a channel to the RPC server; only the main frame of a page of ours gets one. */
export function servePorts(ipc: IpcMain, Channel: typeof MessageChannelMain, rpc: RpcServer): void {
  ipc.on(PORT_CHANNEL, (event) => {
    if (!isOurs(event)) return;
    const { port1, port2 } = new Channel();
    servePort(port1, rpc);
    event.senderFrame?.postMessage(PORT_CHANNEL, null, [port2]);
  });
}

function isOurs({ senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}

function servePort(port: MessagePortMain, rpc: RpcServer): void {
  const session = rpc.open({
    send: (frame) => port.postMessage(frame),
    refuse: () => port.close(),
  });
  port.on("message", ({ data }) => {
    if (typeof data === "string" || data instanceof Uint8Array) session.receive(data);
    else port.close();
  });
  port.on("close", () => session.close());
  port.start();
}
