import { Worker } from "node:worker_threads";
import type { Gate } from "#main/privacy/request.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { DownloadOrder, ThreadReply, ThreadRequest } from "./download-thread.ts";
import { threadFile } from "./hash-file.ts";

export interface Download {
  /** Resolves true when everything is here and verified, false when it was stopped; rejects with what went wrong. */
  readonly ended: Promise<boolean>;
  limit(bytesPerSecond: number | null): void;
  /** What came is claimed; `ended` follows. */
  stop(): void;
}

export interface DownloadListener {
  onHave(bytes: number, receivedBytes: number): void;
  onStep(step: Extract<ThreadReply, { kind: "step" }>["step"]): void;
}

/** A thread that waits for a download. To start it takes longer than to ask a hub what there is to fetch. */
export interface DownloadThread extends Disposable {
  /** Once. Each of its connections asks `gate`, here. */
  download(order: DownloadOrder, gate: Gate, listener: DownloadListener): Download;
}

export function startDownloadThread(): DownloadThread {
  const worker = new Worker(threadFile("download-thread"));
  const lost = Promise.withResolvers<never>();
  // Nobody may be listening yet.
  lost.promise.catch(() => undefined);
  worker.on("error", (error) => lost.reject(error));
  worker.on("exit", () => lost.reject(new Error("the thread of a download ended early")));
  let hasBegun = false;
  return {
    download(order, gate, listener) {
      hasBegun = true;
      const download = follow(worker, order, gate, listener);
      return { ...download, ended: Promise.race([download.ended, lost.promise]) };
    },
    [Symbol.dispose]() {
      // After its work it ends by itself, when all that went over its connections is told.
      if (!hasBegun) void worker.terminate();
    },
  };
}

function follow(worker: Worker, order: DownloadOrder, gate: Gate, { onHave, onStep }: DownloadListener): Download {
  const ended = Promise.withResolvers<boolean>();
  const connections = new Map<number, Awaited<ReturnType<Gate["open"]>>>();
  const tell = (request: ThreadRequest): void => worker.postMessage(request);

  function open(id: number, host: string): void {
    gate.open(host).then(
      (counts) => {
        connections.set(id, counts);
        tell({ kind: "opened", id });
      },
      (error: unknown) => {
        const shape = isAppError(error) ? error : new AppError("NETWORK_FAILED", `${host} was not reached.`, { host });
        tell({ kind: "refused", id, error: shape.toShape() });
      },
    );
  }

  function hear(reply: ThreadReply): void {
    switch (reply.kind) {
      case "open":
        return open(reply.id, reply.host);
      case "count":
        connections.get(reply.id)?.sent(reply.sent);
        connections.get(reply.id)?.received(reply.received);
        return;
      case "close":
        connections.get(reply.id)?.close();
        connections.delete(reply.id);
        return;
      case "have":
        return onHave(reply.bytes, reply.receivedBytes);
      case "step":
        return onStep(reply.step);
      case "done":
        return ended.resolve(true);
      case "stopped":
        return ended.resolve(false);
      case "failed":
        return ended.reject(new AppError(reply.error.code, reply.error.message, reply.error.data));
      case "fault":
        return ended.reject(new Error(`a download failed: ${reply.stack}`));
    }
  }

  worker.on("message", hear);
  worker.on("exit", () => {
    for (const counts of connections.values()) counts.close();
    connections.clear();
  });
  tell({ kind: "begin", order });
  return {
    ended: ended.promise,
    limit: (bytesPerSecond) => tell({ kind: "limit", bytesPerSecond }),
    stop: () => tell({ kind: "stop" }),
  };
}
