import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { WebSocket } from "ws";
import type { Contract } from "#main/rpc/contract.ts";

export type AppClient = ContractRouterClient<Contract>;

/** A whole headless Cloister in a process of its own, and a page's connection to it. */
export interface AppProcess {
  readonly client: AppClient;
  readonly pid: number;
  /** Ids of its child processes, engines among them (Linux). */
  children(): number[];
  /** The socket of one more page, for who wants to write its frames. */
  connect(): Promise<WebSocket>;
  /** SIGKILL; resolves when it has gone. */
  kill(): Promise<void>;
  /** Quits as a user does; resolves when it has gone. */
  quit(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL("../../main/headless/index.ts", import.meta.url));
/** The product as people run it: to be built first (main/tools/build.ts). */
export const BUILT_ENTRY = fileURLToPath(new URL("../../out/main/headless.js", import.meta.url));
const STARTS_WITHIN_MS = 30_000;

/** Starts it on a free port, with `dataDir`; rejects with what it wrote to stderr when it ends instead. */
export async function startApp(dataDir: string, entry = ENTRY): Promise<AppProcess> {
  const args = [entry, "--port", "0", "--no-open", "--no-sample", "--data-dir", dataDir];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const gone = once(child, "close");
  let errors = "";
  child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    child.kill(signal);
    await gone;
  };
  try {
    const address = await Promise.race([
      addressOf(child.stdout),
      gone.then(() => Promise.reject(new Error(`the app ended: ${errors.slice(0, 2_000)}`))),
    ]);
    const cookie = await signIn(address);
    const connect = () => openSocket(address, cookie);
    const socket = await connect();
    const client: AppClient = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
    const pid = child.pid ?? 0;
    return {
      client,
      pid,
      children: () => childrenOf(pid),
      connect,
      kill: () => end("SIGKILL"),
      quit: () => end("SIGTERM"),
    };
  } catch (error) {
    await end("SIGKILL");
    throw error;
  }
}

function addressOf(output: NodeJS.ReadableStream): Promise<URL> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(
      () => reject(new Error(`no address within ${STARTS_WITHIN_MS} ms: ${said}`)),
      STARTS_WITHIN_MS,
    );
    output.on("data", (data: Buffer) => {
      said += data.toString();
      const address = /http:\/\/\S+/.exec(said)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(new URL(address));
    });
  });
}

/** Signs in with the address's token, as a browser does. */
async function signIn(address: URL): Promise<string> {
  const signedIn = await fetch(address, { redirect: "manual" });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  if (cookie === "") throw new Error(`the app gave no session (${signedIn.status})`);
  return cookie;
}

async function openSocket(address: URL, cookie: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${address.host}/rpc`, { headers: { cookie, origin: address.origin } });
  // After a kill the socket breaks: its calls fail, and that is all there is to it.
  socket.on("error", () => undefined);
  await once(socket, "open");
  return socket;
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
