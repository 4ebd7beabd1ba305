import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { TryReply, TryRequest } from "./try-worker.ts";

const MEMORY_LIMIT_MB = 512;

/**
 * Asks a thread of its own, which ends with the answer. null: it took longer than `timeLimitMs` for reading files or for what follows,
 * or more memory than it may.
 */
export async function tryApart(request: TryRequest, timeLimitMs: number): Promise<TryReply | null> {
  const limits = { maxOldGenerationSizeMb: MEMORY_LIMIT_MB };
  const worker = new Worker(workerFile(), { workerData: request, resourceLimits: limits });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<TryReply | null>((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer);
        timer = setTimeout(() => resolve(null), timeLimitMs);
      };
      begin();
      worker.on("message", (reply: TryReply) => {
        if ("ready" in reply) begin();
        else resolve(reply);
      });
      worker.once("error", (error: Error & { code?: string }) => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve(null);
        else reject(error);
      });
      worker.once("exit", () => reject(new Error("The thread ended without an answer")));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** The source while developing and testing, else the bundle beside the one we are in, or beside its folder of chunks. */
function workerFile(): string {
  if (import.meta.url.endsWith(".ts")) return fileURLToPath(new URL("./try-worker.ts", import.meta.url));
  const beside = fileURLToPath(new URL("./preset-try-worker.js", import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL("../preset-try-worker.js", import.meta.url));
}
