import { request as httpRequest } from "node:http";
import { os } from "@orpc/server";
import { WebSocket } from "ws";
import { createLog } from "#main/lib/log.ts";
import { createRpcServer } from "#main/rpc/serve.ts";
import type { HeadlessServer } from "../server.ts";

/** One call, `/echo`, that answers "here". */
export const echo = createRpcServer({
  router: { echo: os.handler(() => "here") },
  log: createLog({ level: "silent" }),
});

export interface Ask {
  path?: string;
  method?: string;
  body?: string;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A request exactly as it is written: no client tidies the path or the headers. */
export function ask(port: number, { path = "/", method = "GET", body, headers = {} }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Goes in with a new address; the cookie. */
export async function enter(server: HeadlessServer): Promise<string> {
  const { headers } = await ask(server.port, { path: pathOf(server.newAddress()) });
  return String(headers["set-cookie"]).split(";")[0] ?? "";
}

export function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

export function openSocket(port: number, headers: Record<string, string>, path = "/rpc"): Promise<WebSocket> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  return new Promise((resolve, reject) => {
    ws.once("open", () => resolve(ws));
    ws.once("error", reject);
  });
}

let calls = 0;

export function call(ws: WebSocket, path: string): Promise<unknown> {
  const id = String((calls += 1));
  return new Promise((resolve) => {
    const listen = (data: Buffer) => {
      const answer = JSON.parse(data.toString()) as { i: string; p: { b: { json: unknown } } };
      if (answer.i !== id) return;
      ws.off("message", listen);
      resolve(answer.p.b.json);
    };
    ws.on("message", listen);
    ws.send(JSON.stringify({ i: id, p: { u: path, b: {} } }));
  });
}

/** The code with which the socket is closed. */
export function closing(ws: WebSocket): Promise<number> {
  return new Promise((resolve) => ws.once("close", resolve));
}
