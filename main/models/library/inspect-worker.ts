import { parentPort } from "node:worker_threads";
import { AppError } from "#main/rpc/errors.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { Inspection } from "./inspect.ts";
import { inspectModel } from "./inspect.ts";

/** The inspector's thread: model files are hostile input and large, so their parsing never holds up the app. */
export interface InspectRequest {
  id: number;
  path: string;
}
export type InspectReply = { id: number } & ({ inspection: Inspection } | { error: ErrorShape } | { fault: string });

parentPort?.on("message", (request: InspectRequest) => void answer(request));

async function answer({ id, path }: InspectRequest): Promise<void> {
  parentPort?.postMessage(await replyTo(id, path));
}

async function replyTo(id: number, path: string): Promise<InspectReply> {
  try {
    return { id, inspection: await inspectModel(path) };
  } catch (error) {
    if (error instanceof AppError) return { id, error: error.toShape() };
    return { id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
