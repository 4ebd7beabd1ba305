import type { Llama } from "node-llama-cpp";
import type { LoadOptions } from "#main/models/contract.ts";
import { createAdapters } from "./adapters.ts";
import { writeAnswer } from "./answer.ts";
import { createContext } from "./contexts.ts";
import type { EngineStatus, GenerateEvent, GenerateInput, LoadedModel, Prompt } from "./contract.ts";
import { createDrafting } from "./drafting.ts";
import { createEmbedder } from "./embed.ts";
import { createRanker } from "./rank.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { watchFreeCores } from "#main/lib/free-cores.ts";
import { withoutThoughts } from "./grammar.ts";
import { fitPrompt } from "./prompt.ts";
import { openKvStates } from "./kv-states.ts";
import { loadModel } from "./load.ts";
import { createPool } from "./pool.ts";
import { createPlaces } from "./queue.ts";
import { createSequence } from "./sequence.ts";
import { type TemplateFault, templatesOf } from "./template.ts";
import { createThreads } from "./threads.ts";
import { createTurns } from "./turns.ts";

export interface LoadInput {
  path: string;
  options: LoadOptions;
  modelFingerprint: string;
  templateFault?: TemplateFault | undefined;
  kvStates: { folder: string; maxBytes: number } | null;
  maxThreads: number;
}

/** One model in memory, and all that can be asked of it. */
export interface Engine {
  readonly loaded: LoadedModel;
  /** Never rejects for being stopped: the last event is `done`. `emit` must not throw. */
  generate(input: GenerateInput, signal: AbortSignal, emit: (event: GenerateEvent) => void): Promise<void>;
  /** Does the first things of an answer once for nothing, so that they are at hand. */
  wake(): void;
  measure(prompt: Prompt, template?: string): { usedTokens: number; contextTokens: number; leftOutTurnIds: string[] };
  embed(texts: readonly string[]): Promise<{ vectors: number[][]; tokens: number }>;
  rank(question: string, texts: readonly string[]): Promise<number[]>;
  tokenize(text: string, special: boolean): number[];
  status(): Promise<EngineStatus>;
  setMaxThreads(maxThreads: number): void;
  /** Nothing of this conversation stays in memory, or is saved any more. */
  forget(conversationKey: string): Promise<void>;
  /** Saves KV states and frees the memory. */
  shutDown(): Promise<void>;
}

export async function loadEngine(input: LoadInput, onProgress: (progress: number) => void): Promise<Engine> {
  const { options, maxThreads } = input;
  const { llama, model } = await loadModel(input.path, options, inSteps(onProgress));
  const freeCores = watchFreeCores();
  const threads = createThreads(maxThreads, options.threads, freeCores);
  const turns = createTurns();
  const templates = templatesOf(model, input.templateFault);
  const states = input.kvStates ? openKvStates(input.kvStates.folder, input.kvStates.maxBytes) : null;
  let contextTokens: number | null = null;

  const createOne = () =>
    createContext({ model, options, contextTokens, maxThreads: threadsToPlanFor(options, maxThreads) });
  const first = await createOne();
  contextTokens = first.contextSize;
  const contextBytes = first.memoryUsage.ram + first.memoryUsage.vram;
  const loaded = describe();

  const pool = createPool({
    sequences: options.parallelChats,
    states,
    first,
    createContext: createOne,
    createSequence: (context) => createSequence(context, context.getSequence(), turns, threads),
    adapters: createAdapters(model),
    fingerprint: (adapters) => fingerprintOf(stateOptions(), adapters),
    warn: (what, error) => process.stderr.write(`${what}: ${error.message}\n`),
  });
  const places = createPlaces(options.parallelChats);
  const drafting = createDrafting({
    target: { path: input.path, model },
    options,
    contextTokens: loaded.contextTokens,
    maxThreads,
    turns,
    freeCores,
  });
  const embedder = createEmbedder(model, turns, threads, maxThreads);
  const ranker = createRanker(model, turns, threads, maxThreads);
  let tokensPerSecond: number | null = null;

  function describe(): LoadedModel {
    return {
      backend: llama.gpu === false ? "cpu" : llama.gpu,
      deviceName: null,
      gpuLayers: model.gpuLayers,
      totalLayers: model.fileInsights.totalLayers,
      contextTokens: first.contextSize,
      sequences: options.parallelChats,
      trainedContextTokens: model.trainContextSize,
      threads: threadsToPlanFor(options, maxThreads),
      hasChatTemplate: templates.usual.isOwn,
      templateName: templates.usual.name,
      modelBytes: model.size,
      contextBytes,
      gpuBytes: model.memoryUsage.vram + first.memoryUsage.vram,
      libraryVersion: libraryVersion(llama),
    };
  }

  function stateOptions(): Record<string, unknown> {
    const { kvCacheType, flashAttention, parallelChats } = options;
    const { backend, gpuLayers, libraryVersion } = loaded;
    const { modelFingerprint } = input;
    return {
      modelFingerprint,
      kvCacheType,
      flashAttention,
      parallelChats,
      contextTokens,
      backend,
      gpuLayers,
      libraryVersion,
    };
  }

  return {
    loaded,
    async generate(request, signal, emit) {
      const entered = await places.enter(signal, (position) => emit({ type: "queued", position }));
      if (!entered) {
        emit(stoppedBeforeItBegan());
        return;
      }
      try {
        const startMs = performance.now();
        threads.begin();
        const template = templates.with(request.template);
        const fitted = fitPrompt(model, template, request.prompt, loaded.contextTokens);
        const prompt = request.jsonSchema === undefined ? fitted : withoutThoughts(model, fitted);
        using drafter = await drafting.drafterFor(request.drafting, request.conversationKey, signal);
        const lease = await pool.lease(request.conversationKey, request.adapters, prompt.tokens);
        let broken = true;
        try {
          await writeAnswer(
            {
              model,
              prompt,
              sequence: lease.sequence,
              input: request,
              contextTokens: loaded.contextTokens,
              startMs,
              signal,
              drafter,
              onSpeed: (speed) => (tokensPerSecond = speed),
            },
            emit,
          );
          broken = false;
        } finally {
          await lease.end(broken);
        }
      } finally {
        places.leave();
      }
    },
    wake() {
      threads.begin();
      model.tokenize(" ");
    },
    measure(prompt, jinja) {
      const template = templates.with(jinja);
      const { tokens, leftOutTurnIds } = fitPrompt(model, template, prompt, loaded.contextTokens);
      return { usedTokens: tokens.length, contextTokens: loaded.contextTokens, leftOutTurnIds };
    },
    embed: (texts) => embedder.embed(texts),
    rank: (question, texts) => ranker.rank(question, texts),
    tokenize: (text, special) => model.tokenize(text, special),
    async status() {
      const gpu = llama.gpu === false ? null : await llama.getVramState().catch(() => null);
      return {
        threads: threads.current,
        memoryBytes: process.memoryUsage().rss,
        gpuMemoryBytes: gpu ? loaded.gpuBytes : 0,
        busyChats: places.taken,
        waitingChats: places.waiting,
        tokensPerSecond,
      };
    },
    setMaxThreads(most) {
      threads.limit(most);
      drafting.limitThreads(most);
    },
    forget: (conversationKey) => pool.forget(conversationKey),
    async shutDown() {
      await pool.saveAll();
      await llama.dispose();
    },
  };
}

/** llama.cpp reports every tensor; a hundred steps are enough. */
function inSteps(onProgress: (progress: number) => void): (progress: number) => void {
  let last = 0;
  return (progress) => {
    if (progress < last + 0.01 && progress < 1) return;
    last = progress;
    onProgress(progress);
  };
}

/** Contexts are made for this many threads; the governor stays below. */
function threadsToPlanFor(options: LoadOptions, maxThreads: number): number {
  return options.threads === "auto" ? maxThreads : options.threads;
}

function libraryVersion(llama: Llama): string {
  return `llama.cpp ${llama.llamaCppRelease.release}`;
}

function stoppedBeforeItBegan(): GenerateEvent {
  return {
    type: "done",
    stopReason: "stopped",
    promptTokens: 0,
    reusedTokens: 0,
    generatedTokens: 0,
    firstTokenMs: null,
    thoughtsMs: null,
    tokensPerSecond: null,
    usedTokens: 0,
    leftOutTurnIds: [],
  };
}
