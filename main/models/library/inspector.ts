import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "#main/rpc/errors.ts";
import { invalidModel } from "./invalid-model.ts";
import type { InspectReply, InspectRequest } from "./inspect-worker.ts";
import type { Inspection } from "./inspect.ts";

/** Reads model files in a thread of its own: nothing in the app waits, whatever the file holds. */
export interface Inspector {
  /** Throws NOT_FOUND, MODEL_INVALID, MODEL_INCOMPLETE. */
  inspect(path: string): Promise<Inspection>;
  dispose(): Promise<void>;
}

/** Far beyond what a header takes, also on a slow network drive; a drive that hangs must not hold up the others for ever. */
const TIME_LIMIT_MS = 60_000;
/** The reader keeps at most 32 MB of a header; the rest is for the thread itself. */
const MEMORY_LIMIT_MB = 256;
/** The thread ends when nobody asked anything for so long. */
const IDLE_MS = 20_000;

interface Waiting {
  path: string;
  resolve(inspection: Inspection): void;
  reject(error: Error): void;
}

export function createInspector(options: { timeLimitMs?: number } = {}): Inspector {
  const { timeLimitMs = TIME_LIMIT_MS } = options;
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let idleTimer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let tail: Promise<unknown> = Promise.resolve();

  const failAll = (problem: string): void => {
    for (const { path, reject } of waiting.values()) reject(invalidModel(path, problem));
    waiting.clear();
  };

  const stopWorker = async (): Promise<void> => {
    clearTimeout(idleTimer);
    const stopped = worker;
    worker = null;
    await stopped?.terminate();
  };

  const startWorker = (): Worker => {
    const started = new Worker(workerFile(), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB } });
    started.unref();
    started.on("message", (reply: InspectReply) => settle(reply));
    const ended = (): void => {
      if (worker !== started) return;
      worker = null;
      failAll("reading it failed");
    };
    started.on("error", ended);
    started.on("exit", ended);
    return started;
  };

  const settle = (reply: InspectReply): void => {
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiter === undefined) return;
    if ("inspection" in reply) waiter.resolve(reply.inspection);
    else if ("error" in reply) waiter.reject(new AppError(reply.error.code, reply.error.message, reply.error.data));
    else waiter.reject(new Error(reply.fault));
  };

  const ask = async (path: string): Promise<Inspection> => {
    clearTimeout(idleTimer);
    const id = ++lastId;
    const current = (worker ??= startWorker());
    // Idle, it keeps no process open; asked, it does.
    current.ref();
    const limit = setTimeout(() => {
      failAll(`reading it took longer than ${Math.round(timeLimitMs / 1_000)} s`);
      void stopWorker();
    }, timeLimitMs);
    try {
      return await new Promise<Inspection>((resolve, reject) => {
        waiting.set(id, { path, resolve, reject });
        current.postMessage({ id, path } satisfies InspectRequest);
      });
    } finally {
      clearTimeout(limit);
      clearTimeout(idleTimer);
      current.unref();
      idleTimer = setTimeout(() => void stopWorker(), IDLE_MS);
      idleTimer.unref();
    }
  };

  return {
    // One file at a time: a scan must not take the disk away from everything else.
    inspect(path) {
      const turn = tail.then(() => ask(path));
      tail = turn.catch(() => undefined);
      return turn;
    },
    async dispose() {
      failAll("Cloister is closing");
      await stopWorker();
    },
  };
}

/** The source while developing and testing, else the bundle beside the one we are in, or beside its folder of chunks. */
function workerFile(): string {
  if (import.meta.url.endsWith(".ts")) return fileURLToPath(new URL("./inspect-worker.ts", import.meta.url));
  const beside = fileURLToPath(new URL("./inspect-worker.js", import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL("../inspect-worker.js", import.meta.url));
}
