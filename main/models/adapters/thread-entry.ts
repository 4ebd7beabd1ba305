import { parentPort, workerData } from "node:worker_threads";
import { AppError, type ErrorShape } from "#main/rpc/errors.ts";
import { AdapterProblem } from "#main/lib/peft/problem.ts";
import { type AdapterTask, runTask } from "./tasks.ts";

/** What the thread says. Errors arrive as what can be told of them. */
export type ThreadMessage =
  | { type: "progress"; fraction: number }
  | { type: "done"; result: unknown }
  | { type: "problem"; problem: string }
  | { type: "error"; error: ErrorShape }
  | { type: "fault"; message: string; code: string };

const PROGRESS_EVERY_MS = 100;

if (!parentPort) throw new Error("this module runs in a thread of the adapters");
const port = parentPort;
const tell = (message: ThreadMessage): void => port.postMessage(message);
const stop = new AbortController();
port.on("message", () => stop.abort(new Error("stopped")));

let toldAt = 0;
function onProgress(fraction: number): void {
  if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
  toldAt = performance.now();
  tell({ type: "progress", fraction });
}

try {
  tell({ type: "done", result: await runTask(workerData as AdapterTask, { signal: stop.signal, onProgress }) });
} catch (error) {
  if (error instanceof AdapterProblem) tell({ type: "problem", problem: error.message });
  else if (error instanceof AppError) tell({ type: "error", error: error.toShape() });
  else {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
    tell({ type: "fault", message, code });
  }
}
port.close();
