import { basename } from "node:path";
import { freemem } from "node:os";
import { InsufficientMemoryError, type LlamaContext, type LlamaModel } from "node-llama-cpp";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import type { LoadOptions } from "#main/models/contract.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { EngineAdapter } from "./contract.ts";

/** Where "auto" ends for one chat: more costs memory that few conversations use. */
const AUTO_CONTEXT_TOKENS = 8_192;
const SMALLEST_CONTEXT_TOKENS = 256;
const BATCH_TOKENS = 512;

export interface ContextPlan {
  readonly model: LlamaModel;
  readonly options: LoadOptions;
  /** Null until the first context was made; then all others are as large. */
  readonly contextTokens: number | null;
  readonly maxThreads: number;
}

/** A context with `parallelChats` sequences. Throws NOT_ENOUGH_MEMORY, ADAPTER_INVALID. */
export async function createContext(plan: ContextPlan, adapters: readonly EngineAdapter[]): Promise<LlamaContext> {
  const { model, options } = plan;
  for (const { path } of adapters) await checkAdapter(model, path);
  const cacheType = ({ f16: "F16", q8_0: "Q8_0", q4_0: "Q4_0" } as const)[options.kvCacheType];
  try {
    return await model.createContext({
      sequences: options.parallelChats,
      contextSize: contextSizeOf(plan),
      batchSize: BATCH_TOKENS,
      flashAttention: options.flashAttention === "auto" ? "auto" : options.flashAttention === "on",
      experimentalKvCacheKeyType: cacheType,
      experimentalKvCacheValueType: cacheType,
      // Models with a sliding window forget what is outside of it; then no beginning could be used again after a change.
      swaFullCache: true,
      threads: { ideal: plan.maxThreads, min: 1 },
      // One answer at a time is in a batch (see turns.ts): there is nothing to wait for.
      batching: { dispatchSchedule: (dispatch) => dispatch() },
      ignoreMemorySafetyChecks: options.ignoreMemoryCheck,
      ...(adapters.length > 0
        ? { lora: { adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })) } }
        : {}),
    });
  } catch (error) {
    if (!isMemoryError(error)) throw error;
    throw new AppError("NOT_ENOUGH_MEMORY", "There is not enough memory for the room for conversation.", {
      model: model.filename ?? "",
      neededBytes: model.size,
      freeBytes: freemem(),
    });
  }
}

function contextSizeOf({ model, options, contextTokens }: ContextPlan): number | { min: number; max: number } {
  if (contextTokens !== null) return contextTokens;
  if (options.contextTokens === "auto") {
    return {
      min: Math.min(SMALLEST_CONTEXT_TOKENS, model.trainContextSize),
      max: Math.min(AUTO_CONTEXT_TOKENS, model.trainContextSize),
    };
  }
  return Math.max(SMALLEST_CONTEXT_TOKENS, Math.floor(options.contextTokens / options.parallelChats));
}

/** Tried on its own first: a context that fails says only that it failed. */
async function checkAdapter(model: LlamaModel, path: string): Promise<void> {
  const loader = model as unknown as { _getOrLoadLora?(path: string): Promise<unknown> };
  try {
    await readGgufHeader(path);
    await loader._getOrLoadLora?.(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const problem = isAppError(error, "MODEL_INVALID") ? error.data.problem : message;
    const adapter = basename(path);
    throw new AppError(
      "ADAPTER_INVALID",
      `The adapter ${adapter} does not fit ${model.filename ?? "the model"}: ${problem}`,
      {
        adapter,
        model: model.filename ?? "",
        problem,
      },
    );
  }
}

function isMemoryError(error: unknown): boolean {
  if (error instanceof InsufficientMemoryError) return true;
  return error instanceof Error && /memory|failed to create context/i.test(error.message);
}
