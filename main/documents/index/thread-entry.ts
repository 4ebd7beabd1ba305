import { parentPort, workerData } from "node:worker_threads";
import { openIndexFile } from "./schema.ts";
import { type IndexTask, indexTasks } from "./tasks.ts";

export interface IndexThreadData {
  readonly path: string;
  readonly key: Uint8Array | null;
}

export interface IndexRequest {
  readonly number: number;
  readonly task: IndexTask;
  readonly input: unknown;
}

export type IndexReply =
  | { readonly type: "done"; readonly number: number; readonly result: unknown }
  | { readonly type: "failed"; readonly number: number; readonly message: string; readonly code: string };

if (!parentPort) throw new Error("this module runs in the thread of the documents' index");
const port = parentPort;
const tell = (reply: IndexReply): void => port.postMessage(reply);

const { path, key } = workerData as IndexThreadData;
const db = openIndexFile(path, key && Buffer.from(key));
const tasks = indexTasks(db) as Record<IndexTask, (input: never) => unknown>;

port.on("message", (request: IndexRequest | "close") => {
  if (request === "close") {
    db.close();
    port.close();
    return;
  }
  const { number, task, input } = request;
  try {
    tell({ type: "done", number, result: tasks[task](input as never) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
    tell({ type: "failed", number, message, code });
  }
});
