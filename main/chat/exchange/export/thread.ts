import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { ExportAnswer, ExportOrder, ExportTask } from "./thread-entry.ts";

/** Of JavaScript's heap: one chat is in memory as a whole, and laid out. */
const MEMORY_LIMIT_MB = 1_536;

/** A thread that makes documents of chats and writes them, so that the app answers meanwhile. */
export interface ExportThread extends AsyncDisposable {
  /** Resolves when it is dealt with. Rejects with what went wrong, its `code` kept, or at once when it is aborted. */
  tell(order: ExportOrder): Promise<void>;
}

export async function startExportThread(task: ExportTask, signal: AbortSignal): Promise<ExportThread> {
  const thread = new Worker(threadEntry(), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
  });
  let waiting: PromiseWithResolvers<void> | null = null;
  let failure: Error | null = null;

  function fail(error: Error): void {
    failure ??= error;
    waiting?.reject(failure);
    waiting = null;
  }

  const onAbort = () => fail(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
  signal.addEventListener("abort", onAbort, { once: true });
  thread.on("message", (answer: ExportAnswer) => {
    if (answer.type === "failed") return fail(Object.assign(new Error(answer.message), { code: answer.code }));
    waiting?.resolve();
    waiting = null;
  });
  thread.on("error", fail);
  thread.on("exit", (code) => fail(new Error(`a thread of the export ended by itself (${String(code)})`)));

  function answered(): Promise<void> {
    if (failure !== null) return Promise.reject(failure);
    waiting = Promise.withResolvers();
    return waiting.promise;
  }

  const stop = async () => {
    signal.removeEventListener("abort", onAbort);
    await thread.terminate();
  };
  try {
    await answered();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    tell(order) {
      thread.postMessage(order);
      return answered();
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** The source while developing and testing, else the bundle beside the one we are in, or above its shared chunks. */
function threadEntry(): URL {
  if (import.meta.url.endsWith(".ts")) return new URL("./thread-entry.ts", import.meta.url);
  const beside = new URL("./export-thread.js", import.meta.url);
  return existsSync(beside) ? beside : new URL("../export-thread.js", import.meta.url);
}
