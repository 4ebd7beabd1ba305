import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import type { Sampling } from "#main/chat/contract.ts";
import { tinyModel, type TinyModelOptions } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import type { LoadOptions } from "#main/models/contract.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import type { EngineClient } from "./client.ts";
import type { GenerateEvent, GenerateInput } from "./contract.ts";
import { type StartedEngine, startEngine } from "./start.ts";

/** What the engine's tests against real child processes share. */

export const greedy: Sampling = {
  temperature: 0,
  topP: 1,
  topK: 0,
  minP: 0,
  repeatPenalty: 1,
  seed: null,
  maxTokens: 60,
  stopSequences: [],
};
export const lively: Sampling = { ...greedy, temperature: 0.8, topP: 0.95, topK: 40, minP: 0.05, repeatPenalty: 1.1 };

const cpuOnly: LoadOptions = {
  backend: "cpu",
  gpuLayers: 0,
  contextTokens: "auto",
  kvCacheType: "f16",
  flashAttention: "auto",
  mmap: true,
  mlock: false,
  threads: "auto",
  parallelChats: 2,
  ignoreMemoryCheck: true,
};

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One engine for all tests of a group: they say other things to it in other conversations. */
export function engineForAll(options: TinyModelOptions = {}): () => StartedEngine {
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  const path = join(folder, "tiny.gguf");
  let engine: StartedEngine | null = null;
  beforeAll(async () => {
    await writeGguf(path, tinyModel(options));
    engine = await start(path);
  });
  afterAll(() => {
    engine?.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (engine === null) throw new Error("The engine of the group has not been started.");
    return engine;
  };
}

export async function writeTinyModel(options: TinyModelOptions = {}): Promise<string> {
  const path = join(temporaryFolder(), "tiny.gguf");
  await writeGguf(path, tinyModel(options));
  return path;
}

interface Start {
  load?: Partial<LoadOptions>;
  kvFolder?: string;
  fingerprint?: string;
  templateFault?: "unusable" | "endless";
  maxThreads?: number;
}

/** An engine that ends with the test. */
export async function engineFor(path: string, options: Start = {}): Promise<StartedEngine> {
  const engine = await start(path, options);
  onTestFinished(() => engine.kill());
  return engine;
}

/** On one thread unless told: threads of engines beside one another wait for one another, and files of tests run beside one another. */
function start(path: string, options: Start = {}): Promise<StartedEngine> {
  return startEngine({
    childHost: createNodeChildHost(),
    modelName: "Ada",
    load: {
      path,
      options: { ...cpuOnly, ...options.load },
      modelFingerprint: options.fingerprint ?? "fingerprint",
      ...(options.templateFault === undefined ? {} : { templateFault: options.templateFault }),
      kvStates: options.kvFolder === undefined ? null : { folder: options.kvFolder, maxBytes: 1e9 },
      maxThreads: options.maxThreads ?? 1,
    },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
}

export interface Answer {
  text: string;
  thoughts: string;
  events: GenerateEvent[];
  done: Extract<GenerateEvent, { type: "done" }>;
}

export type Ask = Partial<Omit<GenerateInput, "prompt">> & {
  signal?: AbortSignal;
  onEvent?: (event: GenerateEvent) => void;
};

export async function ask(client: EngineClient, prompt: GenerateInput["prompt"], options: Ask = {}): Promise<Answer> {
  const { signal = new AbortController().signal, onEvent, ...rest } = options;
  const input: GenerateInput = { conversationKey: "chat", adapters: [], sampling: greedy, seed: 1, prompt, ...rest };
  const answer = { text: "", thoughts: "", events: [] as GenerateEvent[] };
  for await (const event of client.generate(input, signal)) {
    answer.events.push(event);
    onEvent?.(event);
    if (event.type === "text") {
      answer.text += event.text;
      answer.thoughts += event.thoughts;
    }
    if (event.type === "done") return { ...answer, done: event };
  }
  throw new Error("The answer did not end with `done`");
}

/** A conversation of turns, the user's first. */
export function chat(...texts: string[]): GenerateInput["prompt"] {
  const turns = texts.map((text, index) => ({
    id: `turn-${String(index)}`,
    role: index % 2 === 0 ? ("user" as const) : ("assistant" as const),
    text,
  }));
  return { kind: "chat", systemPrompt: "", turns };
}

export function text(text: string): GenerateInput["prompt"] {
  return { kind: "text", text };
}
