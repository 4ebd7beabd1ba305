import { RPCLink as PortLink } from "@orpc/client/message-port";
import { RPCLink as SocketLink } from "@orpc/client/websocket";

import { SessionRefused } from "./fault.ts";

/** What a call travels on until it closes; then another is opened. */
export interface Wire {
  readonly link: SocketLink<Record<never, never>> | PortLink<Record<never, never>>;
  readonly closed: Promise<void>;
  close(): void;
}

/** Opens one wire to the app process, or rejects; with SessionRefused when it answers but does not know this browser. */
export type OpenWire = () => Promise<Wire>;

/** Longer than any start of the app process that answers at all. */
const OPEN_LIMIT_MS = 10_000;

/** The server that this page came from. It knows the page by its cookie. */
export const openSocket: OpenWire = async () => {
  const address = new URL("/rpc", location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  address.search = "";
  address.hash = "";
  const socket = new WebSocket(address);
  const closed = new Promise<void>((resolve) => socket.addEventListener("close", () => resolve(), { once: true }));
  const isOpen = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => socket.close(), OPEN_LIMIT_MS);
    socket.addEventListener("open", () => {
      clearTimeout(timer);
      resolve(true);
    });
    void closed.then(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
  if (!isOpen) {
    if (await isRefused()) throw new SessionRefused("The app process does not know this browser.");
    throw new Error("The app process cannot be reached.");
  }
  return { link: new SocketLink({ websocket: socket }), closed, close: () => socket.close() };
};

/** A socket that fails does not say why; the answer to an ordinary request does. */
async function isRefused(): Promise<boolean> {
  try {
    const answer = await fetch("/", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(OPEN_LIMIT_MS) });
    return answer.status === 401;
  } catch {
    return false;
  }
}

/** What page and preload say to one another: the page asks, the preload answers with one end of a channel to the app process. */
export const PORT_ASKED = "cloister:port?";
export const PORT_GIVEN = "cloister:port";

/** The app process behind the window. */
export const openPort: OpenWire = async () => {
  const port = await new Promise<MessagePort>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The app process cannot be reached.")), OPEN_LIMIT_MS);
    const onMessage = (event: MessageEvent) => {
      const [given] = event.ports;
      if (event.source !== window || event.data !== PORT_GIVEN || given === undefined) return;
      clearTimeout(timer);
      window.removeEventListener("message", onMessage);
      resolve(given);
    };
    window.addEventListener("message", onMessage);
    window.postMessage(PORT_ASKED, location.origin);
  });
  const closed = new Promise<void>((resolve) => port.addEventListener("close", () => resolve(), { once: true }));
  const link = new PortLink({ port });
  port.start();
  return { link, closed, close: () => port.close() };
};

/** Which of the two this page has: the desktop's pages come from a scheme of their own. */
export function wireOfThisPage(): OpenWire {
  return location.protocol.startsWith("http") ? openSocket : openPort;
}
