import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { StoreTask, StoreTaskResults } from "./tasks.ts";
import type { StoreThreadMessage } from "./thread.ts";

/**
 * Does a task in a thread of its own, so that the app process answers meanwhile. Rejects with what it failed with (its `code` kept)
 * or with the signal's reason; when it rejects, nothing half-done is left.
 */
export async function offThread<T extends StoreTask>(
  task: T,
  onProgress: (amount: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<StoreTaskResults[T["kind"]]> {
  signal?.throwIfAborted();
  const thread = new Worker(threadEntry(), { workerData: task, execArgv: [] });
  const stop = () => thread.postMessage("stop");
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return (await outcome(thread, onProgress)) as StoreTaskResults[T["kind"]];
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await thread.terminate();
  }
}

function outcome(thread: Worker, onProgress: (amount: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    thread.on("message", (message: StoreThreadMessage) => {
      if (message.type === "progress") onProgress(message.amount);
      else if (message.type === "done") resolve(message.result);
      else reject(Object.assign(new Error(message.message), { code: message.code }));
    });
    thread.on("error", reject);
    thread.on("exit", (code) => reject(new Error(`a store thread ended by itself (${code})`)));
  });
}

/** The source while developing and testing, else the bundle beside the one we are in, or above its shared chunks. */
function threadEntry(): URL {
  if (import.meta.url.endsWith(".ts")) return new URL("./thread.ts", import.meta.url);
  const beside = new URL("./store-thread.js", import.meta.url);
  return existsSync(beside) ? beside : new URL("../store-thread.js", import.meta.url);
}
