import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Content } from "./content.ts";
import { answerApi } from "./hub-api.ts";
import { sendContent } from "./send-content.ts";

/**
 * A server of ours that behaves like the Hugging Face Hub, by its documented HTTP API: search, a repository's files with their
 * SHA-256, gated repositories, and files behind a redirect to storage on another host. It can be told to misbehave. For tests,
 * benches and tries; never shipped.
 */
export interface TestHub extends AsyncDisposable {
  /** "http://localhost:PORT": the address for the settings. Files come from another one, "http://127.0.0.1:OTHER". */
  readonly address: string;
  readonly repositories: Map<string, TestRepository>;
  /** Every request, in order. */
  readonly requests: SeenRequest[];
  /** Bytes of files that were handed to the network. */
  sentBytes: number;
  /** A token that opens gated repositories. */
  readonly token: string;
  /** Asked for each request; null behaves. */
  misbehave: (request: SeenRequest) => Fault | null;
  /** Bytes a second of each answer; null: as fast as can be. */
  bytesPerSecond: number | null;
  /** Ends every connection, as a restart does. */
  cutAll(): void;
}

export interface TestRepository {
  files: Map<string, Content>;
  licence: string;
  /** What `lfs` and X-Linked-Etag claim, where it is not the truth. */
  claims?: Map<string, { sha256?: string; sizeBytes?: number }>;
  gated?: false | "auto" | "manual";
  /** Of the token's owner, where it is gated. */
  accepted?: boolean;
  revision?: string;
  downloads?: number;
  tags?: string[];
}

export interface SeenRequest {
  readonly method: string;
  /** "hub" is what the settings name, "storage" what it redirects to. */
  readonly at: "hub" | "storage";
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

export type Fault =
  | { kind: "status"; status: number; headers?: Record<string, string> }
  /** The connection breaks after so many bytes of the body. */
  | { kind: "cut"; afterBytes: number }
  /** The connection breaks before any answer. */
  | { kind: "reset" }
  | { kind: "html" }
  /** One byte a second. */
  | { kind: "drip" }
  | { kind: "silence" }
  | { kind: "redirect-loop" }
  /** To this address instead. */
  | { kind: "redirect"; to: string }
  /** Right in length, wrong in one byte. */
  | { kind: "wrong-byte" }
  /** Claims another length than the file has. */
  | { kind: "wrong-length" }
  /** The whole file, whatever range was asked for. */
  | { kind: "no-ranges" }
  | { kind: "no-content-range" };

export async function startTestHub(): Promise<TestHub> {
  const repositories = new Map<string, TestRepository>();
  const requests: SeenRequest[] = [];
  const storage = createServer((request, response) => void answer("storage", request, response));
  const hub = createServer((request, response) => void answer("hub", request, response));
  await Promise.all([listen(storage), listen(hub)]);
  const storageAddress = `http://127.0.0.1:${String(portOf(storage))}`;

  const made: TestHub = {
    address: `http://localhost:${String(portOf(hub))}`,
    repositories,
    requests,
    sentBytes: 0,
    token: "hf_test_token_of_nobody",
    misbehave: () => null,
    bytesPerSecond: null,
    cutAll() {
      hub.closeAllConnections();
      storage.closeAllConnections();
    },
    async [Symbol.asyncDispose]() {
      for (const server of [hub, storage]) {
        server.close();
        server.closeAllConnections();
      }
      await Promise.all([hub, storage].map((server) => (server.listening ? once(server, "close") : null)));
    },
  };

  async function answer(at: SeenRequest["at"], request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("error", () => undefined);
    const url = new URL(request.url ?? "/", made.address);
    const seen: SeenRequest = { method: request.method ?? "GET", at, path: url.pathname, headers: request.headers };
    requests.push(seen);
    const fault = made.misbehave(seen);
    if (fault?.kind === "status") return void response.writeHead(fault.status, fault.headers).end();
    if (fault?.kind === "reset") return void request.socket.destroy();
    if (fault?.kind === "silence") return;
    if (fault?.kind === "html") {
      return void response
        .writeHead(200, { "content-type": "text/html" })
        .end("<!doctype html><p>Sign in to the guest Wi-Fi");
    }
    if (fault?.kind === "redirect-loop") return void response.writeHead(302, { location: url.pathname }).end();
    if (fault?.kind === "redirect") return void response.writeHead(302, { location: fault.to }).end();
    if (at === "hub") return answerApi(made, storageAddress, url, request, response);
    const found = fileAt(repositories, url.pathname);
    if (found === null) return void response.writeHead(404).end();
    await sendContent(found, request, response, fault, made);
  }

  return made;
}

/** "/owner/name/file" in storage. */
function fileAt(repositories: TestHub["repositories"], path: string): Content | null {
  const [owner, name, ...rest] = path.slice(1).split("/").map(decodeURIComponent);
  return repositories.get(`${owner ?? ""}/${name ?? ""}`)?.files.get(rest.join("/")) ?? null;
}

async function listen(server: Server): Promise<void> {
  // Both families: "localhost" may be either.
  server.listen({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
