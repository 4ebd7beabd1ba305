import { freemem } from "node:os";
import { InsufficientMemoryError, type LlamaContext, type LlamaModel } from "node-llama-cpp";
import type { LoadOptions } from "#main/models/contract.ts";
import { AppError } from "#main/rpc/errors.ts";

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

/** A context with `parallelChats` sequences, and no adapters (see adapters.ts). Throws NOT_ENOUGH_MEMORY. */
export async function createContext(plan: ContextPlan): Promise<LlamaContext> {
  const { model, options } = plan;
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

function isMemoryError(error: unknown): boolean {
  if (error instanceof InsufficientMemoryError) return true;
  return error instanceof Error && /memory|failed to create context/i.test(error.message);
}
