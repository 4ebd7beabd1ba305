import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { IndexReply, IndexThreadData } from "./thread-entry.ts";
import type { IndexTask, IndexTasks } from "./tasks.ts";

/** The index as the app process sees it: every task is answered by the index's own thread, in the order in which they were asked. */
export type DocumentIndex = {
  readonly [T in IndexTask]: (...input: Parameters<IndexTasks[T]>) => Promise<ReturnType<IndexTasks[T]>>;
} & {
  /** After what was asked so far. */
  close(): Promise<void>;
};

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

const TASKS: readonly IndexTask[] = [
  ...(["begin", "addSlice", "complete", "remove", "documents", "missing", "addVectors", "settle", "counts"] as const),
  ...(["search", "passages", "passagesOf", "page", "coverage"] as const),
  ...(["pageList", "outline", "find", "tokens", "vectorSets"] as const),
];

/**
 * The index of a file; its thread is started with the first task. A task rejects with what SQLite said, its `code` kept (SQLITE_FULL,
 * SQLITE_READONLY), or because the thread has ended; the next one starts another.
 */
export function openIndex(path: string, key: Buffer | null): DocumentIndex {
  const waiting = new Map<number, Waiting>();
  let running: { thread: Worker; exit: Promise<void> } | null = null;
  let count = 0;
  let isClosed = false;

  function start(): { thread: Worker; exit: Promise<void> } {
    const thread = new Worker(threadEntry(), { workerData: { path, key } satisfies IndexThreadData, execArgv: [] });
    thread.on("message", (reply: IndexReply) => {
      const asked = waiting.get(reply.number);
      waiting.delete(reply.number);
      if (reply.type === "done") asked?.resolve(reply.result);
      else asked?.reject(Object.assign(new Error(reply.message), { code: reply.code }));
    });
    const exit = new Promise<void>((resolve) => {
      const end = (error: Error): void => {
        for (const { reject } of waiting.values()) reject(error);
        waiting.clear();
        running = null;
        resolve();
      };
      thread.on("error", end);
      thread.on("exit", () => end(new Error("The thread of the documents' index has ended")));
    });
    return (running = { thread, exit });
  }

  function ask(task: IndexTask, input: unknown): Promise<unknown> {
    if (isClosed) return Promise.reject(new Error("The documents' index is closed"));
    const { thread } = running ?? start();
    const number = (count += 1);
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      thread.postMessage({ number, task, input });
    });
  }

  const asked = Object.fromEntries(TASKS.map((task) => [task, (input: unknown) => ask(task, input)]));
  return {
    ...(asked as Omit<DocumentIndex, "close">),
    async close() {
      isClosed = true;
      if (running === null) return;
      running.thread.postMessage("close");
      await running.exit;
    },
  };
}

/** The source while developing and testing, else the bundle beside the one we are in, or above its shared chunks. */
function threadEntry(): URL {
  if (import.meta.url.endsWith(".ts")) return new URL("./thread-entry.ts", import.meta.url);
  const beside = new URL("./documents-thread.js", import.meta.url);
  return existsSync(beside) ? beside : new URL("../documents-thread.js", import.meta.url);
}
