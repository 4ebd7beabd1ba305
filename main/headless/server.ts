import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { AppError } from "#main/rpc/errors.ts";
import type { RpcServer } from "#main/rpc/serve.ts";
import { createHttpApp, type Pages } from "./http.ts";
import { ownHosts, refusal } from "./guards.ts";
import { SECURITY_HEADERS } from "#main/lib/security-headers.ts";
import { createRate } from "./rate.ts";
import { createSessions } from "./session.ts";
import { createSocketServer, type SocketLimits } from "./socket.ts";

export interface HeadlessServer {
  readonly port: number;
  /** The address for one browser, with its token; an older one that was not used yet is void. */
  newAddress(): string;
  close(): Promise<void>;
}

export interface HeadlessServerOptions {
  /** null: the usual port, or a free one when it is taken. */
  port: number | null;
  rpc: RpcServer;
  /** Asked for once the server exists: in development the page server shares its socket. */
  pages: (server: Server) => Promise<Pages>;
  /** See `createSessions`. */
  fixedSession?: string;
  limits?: Partial<SocketLimits>;
}

/** Tried first when no port was asked for, so that a bookmark stays good. */
const USUAL_PORT = 4117;
const LOOPBACK = "127.0.0.1";

/** Serves pages and sockets on loopback only. Throws CONFLICT when the port that was asked for is in use. */
export async function startHeadlessServer(options: HeadlessServerOptions): Promise<HeadlessServer> {
  // The guards need the port, which is known once the server listens: nothing is answered before they are there.
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 30_000, headersTimeout: 10_000 });
  server.maxConnections = 256;
  const port = await listen(server, options.port);
  // One connection that could not be accepted (no file handles left): the page asks again, the others go on.
  server.on("error", () => undefined);

  const sessions = createSessions(port, options.fixedSession);
  const pages = await options.pages(server);
  const http = createHttpApp({ sessions, pages });
  const sockets = createSocketServer({ port, sessions, rpc: options.rpc, ...limitsOf(options) });
  server.on("request", guard(port, pages, getRequestListener(http.fetch, { overrideGlobalObjects: false })));
  server.on("upgrade", (request, socket, head) => {
    if (!isPageServers(pages, request)) sockets.upgrade(request, socket, head);
  });

  return {
    port,
    newAddress: () => `http://${LOOPBACK}:${port}/?token=${sessions.newToken()}`,
    close: () => {
      sockets.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What holds for every request, before anything parses it. */
function guard(port: number, pages: Pages, answer: RequestListener): RequestListener {
  const hosts = ownHosts(port);
  const rate = createRate(2_000, 500);
  return (request, response) => {
    // Vite writes scripts into the page and styles from scripts: its pages cannot have our policy.
    if (pages.kind === "folder") response.setHeaders(new Map(Object.entries(SECURITY_HEADERS)));
    const { host, origin } = request.headers;
    const refused = refusal({ method: request.method ?? "", host, origin }, hosts, false);
    if (refused !== null) return refuse(response, 403, `Refused: this ${refused} is not Cloister's own.`);
    if (!rate.allows()) return refuse(response, 429, "Too many requests.");
    answer(request, response);
  };
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { "Content-Type": "text/plain", Connection: "close" }).end(why);
}

async function listen(server: Server, port: number | null): Promise<number> {
  try {
    return await listenOn(server, port ?? USUAL_PORT);
  } catch (error) {
    if (!isInUse(error)) throw error;
    if (port === null) return listenOn(server, 0);
    const problem = `port ${port} is in use`;
    throw new AppError("CONFLICT", `Port ${port} is in use by another program. Choose another with --port N.`, {
      problem,
    });
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

/** In development the page server listens for its own protocol on the same port. */
function isPageServers(pages: Pages, request: IncomingMessage): boolean {
  return pages.kind === "development" && request.headers["sec-websocket-protocol"]?.startsWith("vite-") === true;
}

function limitsOf(options: HeadlessServerOptions): { limits?: Partial<SocketLimits> } {
  return options.limits === undefined ? {} : { limits: options.limits };
}
