import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { AppError } from "#main/rpc/errors.ts";
import { AdapterProblem } from "#main/lib/peft/problem.ts";
import type { AdapterTaskResults, RunTask } from "./tasks.ts";
import type { ThreadMessage } from "./thread-entry.ts";

/** Reading all of an adapter takes a second for each GB; a drive that hangs must not hold up the others for ever. */
const TIME_LIMIT_MS = 600_000;
/** Headers keep at most 32 MB, and values lie outside of this. */
const MEMORY_LIMIT_MB = 384;

/**
 * Does a task in a thread of its own, so that the app answers meanwhile whatever the files hold. Rejects with what it failed with, or
 * with the signal's reason.
 */
export const inThread: RunTask = async (task, options = {}) => {
  const { signal, onProgress = () => undefined } = options;
  signal?.throwIfAborted();
  const thread = new Worker(threadEntry(), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
  });
  const stop = () => thread.postMessage("stop");
  signal?.addEventListener("abort", stop, { once: true });
  const limit = setTimeout(() => void thread.terminate(), TIME_LIMIT_MS);
  try {
    return (await outcome(thread, onProgress)) as AdapterTaskResults[(typeof task)["kind"]];
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener("abort", stop);
    await thread.terminate();
  }
};

function outcome(thread: Worker, onProgress: (fraction: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    thread.on("message", (message: ThreadMessage) => {
      if (message.type === "progress") onProgress(message.fraction);
      else if (message.type === "done") resolve(message.result);
      else reject(errorOf(message));
    });
    thread.on("error", (error: Error) => {
      const isMemory = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
      reject(isMemory ? new AdapterProblem("reading it takes more memory than any adapter should") : error);
    });
    thread.on("exit", () => reject(new AdapterProblem("reading it took too long")));
  });
}

function errorOf(message: Exclude<ThreadMessage, { type: "progress" | "done" }>): Error {
  if (message.type === "problem") return new AdapterProblem(message.problem);
  if (message.type === "error") return new AppError(message.error.code, message.error.message, message.error.data);
  return Object.assign(new Error(message.message), { code: message.code });
}

/** The source while developing and testing, else the bundle beside the one we are in, or above its shared chunks. */
function threadEntry(): URL {
  if (import.meta.url.endsWith(".ts")) return new URL("./thread-entry.ts", import.meta.url);
  const beside = new URL("./adapters-thread.js", import.meta.url);
  return existsSync(beside) ? beside : new URL("../adapters-thread.js", import.meta.url);
}
