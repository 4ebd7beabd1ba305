import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { IndexReply, IndexThreadData } from "./thread-entry.ts";
import type { IndexTask, IndexTasks } from "./tasks.ts";

/** The index as the app process sees it: every task is answered by the index's own thread, in the order in which they were asked. */
export type DocumentIndex = {
  readonly [T in IndexTask]: (...input: Parameters<IndexTasks[T]>) => Promise<ReturnType<IndexTasks[T]>>;
} & {
  /** It was made just now: every document has to be read. */
  readonly isNew: boolean;
  /** After what was asked so far. */
  close(): Promise<void>;
};

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Opens the index in a thread. A task rejects with what SQLite said, its `code` kept (SQLITE_FULL, SQLITE_READONLY), or because the
 * thread has ended.
 */
export async function openIndex(path: string, key: Buffer | null): Promise<DocumentIndex> {
  const thread = new Worker(threadEntry(), { workerData: { path, key } satisfies IndexThreadData, execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let ended: Error | null = null;
  const exit = new Promise<void>((resolve) => {
    const end = (error: Error): void => {
      ended ??= error;
      for (const { reject } of waiting.values()) reject(ended);
      waiting.clear();
      resolve();
    };
    thread.on("error", end);
    thread.on("exit", () => end(new Error("The thread of the documents' index has ended")));
  });

  const isNew = await new Promise<boolean>((resolve, reject) => {
    thread.on("message", (reply: IndexReply) => {
      if (reply.type === "opened") return resolve(reply.isNew);
      const asked = waiting.get(reply.number);
      waiting.delete(reply.number);
      if (reply.type === "done") asked?.resolve(reply.result);
      else asked?.reject(Object.assign(new Error(reply.message), { code: reply.code }));
    });
    void exit.then(() => reject(ended ?? new Error("The documents' index could not be opened")));
  });

  function ask(task: IndexTask, input: unknown): Promise<unknown> {
    if (ended) return Promise.reject(ended);
    const number = (count += 1);
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      thread.postMessage({ number, task, input });
    });
  }

  const TASKS: readonly IndexTask[] = [
    ...(["begin", "addSlice", "complete", "remove", "documents", "missing", "addVectors", "settle", "counts"] as const),
    ...(["search", "passages", "passagesOf", "page", "coverage"] as const),
  ];
  const asked = Object.fromEntries(TASKS.map((task) => [task, (input: unknown) => ask(task, input)]));
  return {
    ...(asked as Omit<DocumentIndex, "isNew" | "close">),
    isNew,
    async close() {
      thread.postMessage("close");
      await exit;
    },
  };
}

/** The source while developing and testing, else the bundle beside the one we are in, or above its shared chunks. */
function threadEntry(): URL {
  if (import.meta.url.endsWith(".ts")) return new URL("./thread-entry.ts", import.meta.url);
  const beside = new URL("./documents-thread.js", import.meta.url);
  return existsSync(beside) ? beside : new URL("../documents-thread.js", import.meta.url);
}
