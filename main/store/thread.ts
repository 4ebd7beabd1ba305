import { parentPort, workerData } from "node:worker_threads";
import { runTask, type StoreTask } from "./tasks.ts";

/** What a store thread says. Buffers arrive as plain byte arrays, errors as what can be told of them. */
export type StoreThreadMessage =
  | { type: "progress"; amount: number }
  | { type: "done"; result: unknown }
  | { type: "failed"; message: string; code: string };

const PROGRESS_EVERY_MS = 100;

if (!parentPort) throw new Error("this module runs in a thread of the store");
const port = parentPort;
const stop = new AbortController();
port.on("message", () => stop.abort(new Error("stopped")));

let toldAt = 0;
function tell(amount: number): void {
  if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
  toldAt = performance.now();
  port.postMessage({ type: "progress", amount } satisfies StoreThreadMessage);
}

try {
  const task = workerData as StoreTask;
  const result = await runTask({ ...task, key: task.key && Buffer.from(task.key) }, tell, stop.signal);
  port.postMessage({ type: "done", result } satisfies StoreThreadMessage);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  port.postMessage({ type: "failed", message, code } satisfies StoreThreadMessage);
}
port.close();
