import http from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";

/** Who is asked before each connection, and told what went over it. The policy is in network.ts. */
export interface Gate {
  /** Rejects with NETWORK_OFF. `host` as a person knows it, with its port where that is not the usual one. */
  open(host: string): Promise<Counts>;
}

export interface Counts {
  sent(bytes: number): void;
  received(bytes: number): void;
  close(): void;
}

export interface RequestOptions {
  method?: "GET" | "HEAD";
  headers?: Record<string, string>;
  signal: AbortSignal;
  /** Until the first line of the answer. */
  answerWithinMs: number;
}

export interface Requests {
  /** The answer of this one address: redirects are the caller's to judge. */
  send(url: URL, options: RequestOptions): Promise<http.IncomingMessage>;
  /** Ends every connection. */
  close(): void;
}

/** Idle connections are ended after this: who has what they wanted holds nothing open. */
const IDLE_MS = 5_000;
const COUNTED_EVERY_MS = 250;

/**
 * With receive.ts the only place in Cloister that opens connections to other computers. Each one asks the gate first, is counted with every byte
 * that the system says went over it, and lives as long as this is not closed. No proxy, cookie or cache of anybody's is used.
 */
export function createRequests(gate: Gate): Requests {
  const agents = {
    "http:": guarded(new http.Agent({ keepAlive: true, timeout: IDLE_MS }), gate),
    "https:": guarded(new https.Agent({ keepAlive: true, timeout: IDLE_MS }), gate),
  };
  return {
    send(url, { method = "GET", headers = {}, signal, answerWithinMs }) {
      const agent = url.protocol === "https:" ? agents["https:"] : agents["http:"];
      const client = url.protocol === "https:" ? https : http;
      return new Promise((resolve, reject) => {
        const request = client.request(url, { method, headers, agent, signal });
        const late = setTimeout(() => request.destroy(timedOut()), answerWithinMs);
        request.once("response", (reply) => {
          clearTimeout(late);
          // What comes after the answer began is told of where it is read.
          reply.on("error", () => undefined);
          resolve(reply);
        });
        request.on("error", (error) => {
          clearTimeout(late);
          reject(error);
        });
        request.end();
      });
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function timedOut(): Error {
  return Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });
}

function guarded<A extends http.Agent>(agent: A, gate: Gate): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    gate.open(hostAndPort(options.host ?? "", options.port)).then(
      (counts) => {
        const socket = connect(options);
        if (socket) {
          countSocket(socket, counts);
          callback?.(null, socket);
        } else {
          counts.close();
          callback?.(new Error("no connection"), undefined as unknown as Duplex);
        }
      },
      (error: unknown) => callback?.(error as Error, undefined as unknown as Duplex),
    );
    // The connection comes by the callback, once the gate has answered.
    return undefined;
  };
  return agent;
}

/** A host as a person knows it: with its port where that is not the usual one. */
export function hostAndPort(host: string, port: string | number | null | undefined): string {
  const number = Number(port);
  return number === 0 || number === 80 || number === 443 || Number.isNaN(number) ? host : `${host}:${String(number)}`;
}

/** Tells what went over a connection, as the system counts it. */
export function countSocket(socket: Duplex & { bytesRead?: number; bytesWritten?: number }, counts: Counts): void {
  let read = 0;
  let written = 0;
  const look = (): void => {
    const [nowRead, nowWritten] = [socket.bytesRead ?? 0, socket.bytesWritten ?? 0];
    if (nowRead > read) counts.received(nowRead - read);
    if (nowWritten > written) counts.sent(nowWritten - written);
    [read, written] = [nowRead, nowWritten];
  };
  const timer = setInterval(look, COUNTED_EVERY_MS);
  timer.unref();
  socket.once("close", () => {
    clearInterval(timer);
    look();
    counts.close();
  });
}
