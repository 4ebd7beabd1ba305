import { parentPort } from "node:worker_threads";
import { createRequests } from "#main/privacy/request.ts";
import { AppError, type ErrorShape } from "#main/rpc/errors.ts";
import { downloadFiles } from "./download-files.ts";
import type { WantedFile } from "./fetch-file.ts";
import { askingGate, type GateReply, type GateRequest } from "./gate.ts";
import { startHashThread } from "./hash-file.ts";
import { createSpeedLimit } from "./speed-limit.ts";
import type { Timing } from "./timing.ts";

/** The thread that one download runs in: bytes are received, written and checked beside the app, never in its event loop. It waits for its order. */
export interface DownloadOrder {
  files: WantedFile[];
  token: string | null;
  lanes: number;
  bytesPerSecond: number | null;
  timing: Timing;
}

export type ThreadRequest =
  | { kind: "begin"; order: DownloadOrder }
  | GateReply
  | { kind: "limit"; bytesPerSecond: number | null }
  | { kind: "stop" };

export type ThreadReply =
  | GateRequest
  | { kind: "have"; bytes: number; receivedBytes: number }
  | { kind: "step"; step: "checking" | "downloading" | { waitMs: number } }
  | { kind: "done" }
  | { kind: "stopped" }
  | { kind: "failed"; error: ErrorShape }
  | { kind: "fault"; stack: string };

const SHOWN_EVERY_MS = 100;

const stopped = new AbortController();
const limit = createSpeedLimit(null);
const hashes = startHashThread();
const send = (reply: ThreadReply): void => parentPort?.postMessage(reply);
const gate = askingGate(send);
let shownAt = 0;

parentPort?.on("message", (request: ThreadRequest) => {
  if (request.kind === "begin") void run(request.order);
  else if (request.kind === "stop") stopped.abort();
  else if (request.kind === "limit") limit.set(request.bytesPerSecond);
  else gate.answered(request);
});

async function run(order: DownloadOrder): Promise<void> {
  limit.set(order.bytesPerSecond);
  const requests = createRequests(gate);
  try {
    await downloadFiles(order.files, {
      gate,
      requests,
      hashes,
      token: order.token,
      lanes: order.lanes,
      limit,
      timing: order.timing,
      signal: stopped.signal,
      onHave: (bytes, receivedBytes) => {
        if (performance.now() - shownAt < SHOWN_EVERY_MS) return;
        shownAt = performance.now();
        send({ kind: "have", bytes, receivedBytes });
      },
      onStep: (step) => {
        const isWaiting = typeof step === "object";
        send({ kind: "step", step: isWaiting ? { waitMs: Math.ceil(step.waitingUntil - performance.now()) } : step });
      },
    });
    send(stopped.signal.aborted ? { kind: "stopped" } : { kind: "done" });
  } catch (error) {
    if (stopped.signal.aborted) send({ kind: "stopped" });
    else if (error instanceof AppError) send({ kind: "failed", error: error.toShape() });
    else send({ kind: "fault", stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    requests.close();
    hashes[Symbol.dispose]();
    // Only what still listens for messages keeps the thread.
    parentPort?.close();
  }
}
