import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { RpcServer } from "#main/rpc/serve.ts";
import { ownHosts, refusal } from "./guards.ts";
import { createRate } from "./rate.ts";
import type { Sessions } from "./session.ts";

export const SOCKET_PATH = "/rpc";

export interface SocketLimits {
  /** The longest text of the contract is 4,000,000 characters; escaped as JSON it can take six bytes each. */
  maxFrameBytes: number;
  maxSockets: number;
  /** Above this rate a page is read more slowly; nothing is lost. */
  framesBurst: number;
  framesPerSecond: number;
  /** A page that does not read what it is sent is let go; it connects again and begins with snapshots. */
  maxUnreadBytes: number;
}

const LIMITS: SocketLimits = {
  maxFrameBytes: 32 * 1_048_576,
  maxSockets: 32,
  framesBurst: 4_000,
  framesPerSecond: 2_000,
  maxUnreadBytes: 64 * 1_048_576,
};

export interface SocketServer {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** The sockets of pages, each a session of the RPC server. Guarded like every request, before the handshake is answered. */
export function createSocketServer(options: {
  port: number;
  sessions: Sessions;
  rpc: RpcServer;
  limits?: Partial<SocketLimits>;
}): SocketServer {
  const { port, sessions, rpc } = options;
  const limits = { ...LIMITS, ...options.limits };
  const hosts = ownHosts(port);
  const wss = new WebSocketServer({ noServer: true, maxPayload: limits.maxFrameBytes, perMessageDeflate: false });

  function refusedWith(request: IncomingMessage): number | null {
    const { host, origin } = request.headers;
    if (refusal({ method: "GET", host, origin }, hosts, true) !== null) return 403;
    if (!sessions.isKnown(request.headers.cookie)) return 401;
    if (request.url !== SOCKET_PATH) return 404;
    return wss.clients.size >= limits.maxSockets ? 503 : null;
  }

  return {
    upgrade(request, socket, head) {
      socket.on("error", () => socket.destroy());
      const status = refusedWith(request);
      if (status === null) wss.handleUpgrade(request, socket, head, (ws) => serveSocket(ws, rpc, limits));
      else socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    },
    close() {
      for (const ws of wss.clients) ws.terminate();
      wss.close();
    },
  };
}

function serveSocket(ws: WebSocket, rpc: RpcServer, limits: SocketLimits): void {
  const rate = createRate(limits.framesBurst, limits.framesPerSecond);
  let resume: NodeJS.Timeout | undefined;
  const session = rpc.open({
    send(frame) {
      if (ws.bufferedAmount > limits.maxUnreadBytes) ws.terminate();
      else ws.send(frame);
    },
    refuse: () => ws.close(1007, "Not a message"),
  });
  ws.on("message", (data, isBinary) => {
    const frame = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
    session.receive(isBinary ? frame : frame.toString("utf8"));
    // What has arrived already is still answered: the debt of it delays what comes next.
    const waitMs = rate.charge();
    if (waitMs === 0) return;
    ws.pause();
    clearTimeout(resume);
    resume = setTimeout(() => ws.resume(), waitMs);
  });
  ws.on("close", () => {
    clearTimeout(resume);
    session.close();
  });
  // A broken frame or a reset: `close` follows.
  ws.on("error", () => undefined);
}
