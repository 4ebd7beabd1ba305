import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createRequests, type Gate } from "#main/privacy/request.ts";
import { downloadFiles } from "../download/download-files.ts";
import type { WantedFile } from "../download/fetch-file.ts";
import { startHashThread } from "../download/hash-file.ts";
import { createSpeedLimit } from "../download/speed-limit.ts";
import type { Timing } from "../download/timing.ts";
import type { Content } from "./content.ts";
import type { TestHub } from "./hub-server.ts";

export const HURRIED: Timing = {
  answerMs: 400,
  stallMs: 200,
  stallBytes: 1_000,
  retryMs: 5,
  maxRetryMs: 20,
  attempts: 4,
  maxWaitMs: 2_000,
};

/** Puts a file on the hub; how it is asked for. */
export function publish(hub: TestHub, folder: string, content: Content, name = "model.gguf"): WantedFile {
  const repository = hub.repositories.get("someone/model") ?? { files: new Map(), licence: "apache-2.0" };
  hub.repositories.set("someone/model", repository);
  repository.files.set(name, content);
  mkdirSync(folder, { recursive: true });
  return {
    url: `${hub.address}/someone/model/resolve/main/${name}`,
    repository: "someone/model",
    name,
    path: join(folder, name),
    sizeBytes: content.sizeBytes,
    sha256: content.sha256,
  };
}

export interface Brought {
  receivedBytes: number;
  steps: string[];
  hosts: string[];
}

/** Downloads in this thread, in a hurry. */
export async function bring(
  files: readonly WantedFile[],
  options: { token?: string; signal?: AbortSignal; lanes?: number; onHave?: (bytes: number) => void; gate?: Gate } = {},
): Promise<Brought> {
  const brought: Brought = { receivedBytes: 0, steps: [], hosts: [] };
  const gate: Gate = options.gate ?? {
    open(host) {
      brought.hosts.push(host);
      return Promise.resolve({ sent: () => undefined, received: () => undefined, close: () => undefined });
    },
  };
  const requests = createRequests(gate);
  using hashes = startHashThread();
  try {
    await downloadFiles(files, {
      gate,
      requests,
      hashes,
      token: options.token ?? null,
      lanes: options.lanes ?? 3,
      limit: createSpeedLimit(null),
      timing: HURRIED,
      signal: options.signal ?? new AbortController().signal,
      onHave(bytes, receivedBytes) {
        brought.receivedBytes = receivedBytes;
        options.onHave?.(bytes);
      },
      onStep: (step) => void brought.steps.push(typeof step === "string" ? step : "waiting"),
    });
  } finally {
    requests.close();
  }
  return brought;
}
