import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Content } from "./content.ts";
import type { Fault, TestHub } from "./hub-server.ts";

const CHUNK_BYTES = 262_144;

/** One file, or the range of it that was asked for, as storage sends it; or as a bad day makes of it. */
export async function sendContent(
  content: Content,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | null,
  hub: TestHub,
): Promise<void> {
  const size = content.sizeBytes;
  const asked = fault?.kind === "no-ranges" ? null : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const from = asked === null ? 0 : Number(asked[1]);
  const to = asked === null || asked[2] === "" ? size : Math.min(size, Number(asked[2]) + 1);
  if (from >= size && size > 0)
    return void response.writeHead(416, { "content-range": `bytes */${String(size)}` }).end();
  const claimedSize = fault?.kind === "wrong-length" ? size + 1_000 : size;
  const headers: Record<string, string> = {
    "content-type": "binary/octet-stream",
    etag: `"${content.sha256.slice(0, 32)}"`,
    "accept-ranges": "bytes",
    "content-length": String(to - from),
  };
  if (asked !== null && fault?.kind !== "no-content-range") {
    headers["content-range"] = `bytes ${String(from)}-${String(to - 1)}/${String(claimedSize)}`;
  }
  response.writeHead(asked === null ? 200 : 206, headers);
  if (request.method === "HEAD") return void response.end();
  await sendBody({ content, from, to, response, fault, hub });
}

async function sendBody(body: {
  content: Content;
  from: number;
  to: number;
  response: ServerResponse;
  fault: Fault | null;
  hub: TestHub;
}): Promise<void> {
  const { content, from, to, response, fault, hub } = body;
  const end = fault?.kind === "cut" ? Math.min(to, from + fault.afterBytes) : to;
  const step = fault?.kind === "drip" ? 1 : CHUNK_BYTES;
  const startedAt = performance.now();
  for (let at = from; at < end && !response.destroyed;) {
    let chunk = await content.read(at, Math.min(end, at + step));
    if (fault?.kind === "wrong-byte" && at === from) {
      chunk = Buffer.from(chunk);
      chunk[0] = (chunk[0] ?? 0) ^ 0xff;
    }
    at += chunk.length;
    hub.sentBytes += chunk.length;
    if (!response.write(chunk)) await drained(response);
    if (fault?.kind === "drip") await wait(1_000);
    if (hub.bytesPerSecond !== null) {
      const dueMs = ((at - from) / hub.bytesPerSecond) * 1_000;
      await wait(Math.max(0, dueMs - (performance.now() - startedAt)));
    }
  }
  // What was written is delivered: only so can it be told what had to come twice.
  if (fault?.kind === "cut") response.socket?.destroySoon();
  else response.end();
}

/** Until more can be written, or nothing will be. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}
