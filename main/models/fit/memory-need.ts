import type { LoadOptions } from "../contract.ts";
import type { ModelFacts, ModelShape } from "../facts.ts";
import { AUTO_CONTEXT_TOKENS } from "../load-options.ts";

/** What a model takes while it is used, in bytes. Estimated from its header; tested against what an engine really took. */
export interface MemoryNeed {
  weightsBytes: number;
  kvCacheBytes: number;
  /** The tokenizer's tables, intermediate results, and the process itself. */
  workingBytes: number;
  totalBytes: number;
}

/** Bytes of one number in the KV cache: F16, or ggml's blocks of 32 (34 and 18 bytes). */
const KV_BYTES: Record<LoadOptions["kvCacheType"], number> = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 };

/** Tokens that the engine reads at once (BATCH_TOKENS of main/engine/contexts.ts). */
const BATCH_TOKENS = 512;
const F32_BYTES = 4;
/** llama.cpp's tables of a vocabulary, a word: with the process 252 MB for Gemma's 262,144, measured beyond weights, KV cache and batch. */
const BYTES_A_WORD = 430;
/** Node with llama.cpp's libraries and no model: 103 MB measured; buffers of the engine and of malloc come on top. */
const PROCESS_BYTES = 140e6;

/**
 * - Weights: all tensors' data (mapped from the file, but only fast while all of it is in memory).
 * - KV cache: tokens × Σ over layers (key heads × key length + value heads × value length) × bytes a number, for each chat
 *   (llama.cpp's llama_kv_cache; the engine keeps sliding windows whole, so they are not smaller).
 * - Working: a batch passing one layer (three feed-forward and eight model-wide rows in F32 a token) and, without flash
 *   attention, one layer's attention scores. The logits of a batch are reserved too, but only the last row is ever touched.
 * `contextTokens` is the room of one chat. null when the file does not say enough.
 */
export function memoryNeed(facts: ModelFacts, options: LoadOptions, contextTokens: number): MemoryNeed | null {
  const { shape } = facts;
  if (shape === null) return null;
  const chats = options.parallelChats;
  const kvCacheBytes =
    contextTokens * chats * (shape.keysPerToken + shape.valuesPerToken) * KV_BYTES[options.kvCacheType];
  const workingBytes = PROCESS_BYTES + shape.words * BYTES_A_WORD + batchBytes(shape, options, contextTokens);
  const totalBytes = facts.weightsBytes + kvCacheBytes + workingBytes;
  return {
    weightsBytes: facts.weightsBytes,
    kvCacheBytes: Math.ceil(kvCacheBytes),
    workingBytes: Math.ceil(workingBytes),
    totalBytes: Math.ceil(totalBytes),
  };
}

function batchBytes(shape: ModelShape, options: LoadOptions, contextTokens: number): number {
  const rows = BATCH_TOKENS * F32_BYTES * (3 * shape.feedForward + 8 * shape.embedding);
  const scores = options.flashAttention === "off" ? BATCH_TOKENS * F32_BYTES * shape.heads * contextTokens : 0;
  return rows + scores;
}

/** The room of one chat that these options ask for. */
export function chatTokens(facts: ModelFacts, options: LoadOptions): number {
  if (options.contextTokens !== "auto") return Math.floor(options.contextTokens / options.parallelChats);
  const trained = facts.trainedContextTokens || AUTO_CONTEXT_TOKENS;
  return Math.min(AUTO_CONTEXT_TOKENS, trained);
}
