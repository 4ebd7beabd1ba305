import type { Sampling } from "#main/chat/contract.ts";
import type { EngineClient } from "#main/engine/client.ts";
import type { GenerateEvent, GenerateInput } from "#main/engine/contract.ts";
import { type StartedEngine, startEngine } from "#main/engine/start.ts";
import type { LoadOptions } from "#main/models/contract.ts";
import { DEFAULT_LOAD_OPTIONS } from "#main/models/load-options.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";

/** The sampling that bare-process.ts has too. */
export const sampling: Sampling = {
  temperature: 0.8,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1,
  seed: null,
  maxTokens: 128,
  stopSequences: [],
};

/** As a model is loaded by itself, on the processor: the bare loop knows no card. */
export const loadOptions: LoadOptions = {
  ...DEFAULT_LOAD_OPTIONS,
  backend: "cpu",
  gpuLayers: 0,
  ignoreMemoryCheck: true,
};

export function startBenchEngine(
  path: string,
  options: { threads: number | "auto"; maxThreads: number; kvFolder?: string },
): Promise<StartedEngine> {
  return startEngine({
    childHost: createNodeChildHost(),
    modelName: "the sample model",
    load: {
      path,
      options: { ...loadOptions, threads: options.threads },
      modelFingerprint: "bench",
      kvStates: options.kvFolder === undefined ? null : { folder: options.kvFolder, maxBytes: 2e9 },
      maxThreads: options.maxThreads,
    },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
}

export type Done = Extract<GenerateEvent, { type: "done" }>;

/** One answer: how it went, and its text. */
export async function write(
  client: EngineClient,
  text: string | GenerateInput["prompt"],
  options: { key: string; tokens: number; seed: number; signal?: AbortSignal },
): Promise<Done & { text: string }> {
  const input: GenerateInput = {
    conversationKey: options.key,
    prompt: typeof text === "string" ? { kind: "text", text } : text,
    adapters: [],
    sampling: { ...sampling, maxTokens: options.tokens },
    seed: options.seed,
  };
  let written = "";
  for await (const event of client.generate(input, options.signal ?? new AbortController().signal)) {
    if (event.type === "text") written += event.text;
    if (event.type === "done") return { ...event, text: written };
  }
  throw new Error("The answer did not end");
}
