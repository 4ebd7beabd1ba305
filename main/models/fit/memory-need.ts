import type { ModelFacts, ModelShape } from "../facts.ts";
import { AUTO_CONTEXT_TOKENS } from "../load-options.ts";
import type { LoadOptions } from "./contract.ts";
import { laidOut } from "./weights-use.ts";

/** What a model takes in main memory while it is used, all of it on the processor, in bytes. From its header; bench fit compares it with what engines take. */
export interface MemoryNeed {
  /** Each weight once: mapped from the file, or laid out anew for the processor. */
  weightsBytes: number;
  /** What layouts for the processor take beyond that. */
  layoutBytes: number;
  kvCacheBytes: number;
  /** Intermediate results of one batch. */
  computeBytes: number;
  adapterBytes: number;
  /** Of the model that guesses for it: its weights, its own room for the same conversations, and its work. */
  draftBytes: number;
  /** The tokenizer's tables, and the engine itself. */
  programBytes: number;
  /** All of these. */
  totalBytes: number;
  /** What the system counts for the engine: also pages of the file that were laid out anew, and that it may drop. */
  residentBytes: number;
}

/** What is used beside the model: adapters, and a smaller model that guesses ahead. */
export interface Beside {
  readonly adapterBytes: number;
  readonly draft: ModelFacts | null;
}

export const NOTHING_BESIDE: Beside = { adapterBytes: 0, draft: null };

/** Bytes of one number in the KV cache: F16, or ggml's blocks of 32 (34 and 18 bytes). */
const KV_BYTES: Record<LoadOptions["kvCacheType"], number> = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 };

/** Tokens that the engine reads at once (BATCH_TOKENS of main/engine/contexts.ts); an embedding model reads a text at once. */
const BATCH_TOKENS = 512;
const F32_BYTES = 4;
/** llama.cpp's tables of a vocabulary: 71 MB measured for Gemma's 262,144 words. */
const BYTES_A_WORD = 272;
/** An engine with llama.cpp's libraries and no model: 95 to 129 MB measured beyond all else, by kernel and processor. A little above the middle: better too much. */
const PROCESS_BYTES = 118e6;
/** node-llama-cpp tries a model's template against those of all families that it knows. */
const TEMPLATE_BYTES = 34e6;

/**
 * - Weights: all tensors' data (mapped from the file, but only fast while all of it is in memory).
 * - KV cache: tokens × Σ over layers (key heads × key length + value heads × value length) × bytes a number, for each chat
 *   (llama.cpp's llama_kv_cache; the engine keeps sliding windows whole, so they are not smaller).
 * - Compute: a batch passing one layer (three feed-forward and eight model-wide rows in F32 a token), or without flash attention one
 *   layer's attention scores where they are more: ggml uses the same memory again. The logits of a batch are reserved too, but
 *   only the last row is ever touched; an encoder touches them all.
 * `contextTokens` is the room of one chat. null when the file does not say enough.
 */
export function memoryNeed(
  facts: ModelFacts,
  options: LoadOptions,
  contextTokens: number,
  beside = NOTHING_BESIDE,
): MemoryNeed | null {
  const { shape, weightsBytes, about } = facts;
  if (shape === null) return null;
  const kvCacheBytes = kvBytes(shape, options, contextTokens);
  const computeBytes = computeBytesOf(facts, shape, options, contextTokens);
  const templateBytes = facts.hasChatTemplate ? TEMPLATE_BYTES : 0;
  const programBytes = PROCESS_BYTES + templateBytes + shape.words * BYTES_A_WORD;
  const { adapterBytes } = beside;
  const draftBytes = beside.draft === null ? 0 : draftBytesOf(beside.draft, options, contextTokens);
  const use = about.weights;
  const { moreBytes, unreadBytes } = laidOut(use);
  const layoutBytes = Math.ceil(moreBytes);
  const totalBytes =
    weightsBytes + layoutBytes + kvCacheBytes + computeBytes + adapterBytes + draftBytes + programBytes;
  const twice = use === null ? 0 : use.headerBytes + (options.mmap ? unreadBytes : 0);
  return {
    weightsBytes,
    layoutBytes,
    kvCacheBytes: Math.ceil(kvCacheBytes),
    computeBytes: Math.ceil(computeBytes),
    adapterBytes,
    draftBytes,
    programBytes: Math.ceil(programBytes),
    totalBytes: Math.ceil(totalBytes),
    residentBytes: Math.ceil(totalBytes + twice),
  };
}

/**
 * A draft model is loaded into the same engine with the same options, with as much room as it was trained for at most
 * (main/engine/draft-model.ts). Its template is not used. Without a shape its file's weights alone are known.
 */
function draftBytesOf({ shape, weightsBytes, ...facts }: ModelFacts, options: LoadOptions, tokens: number): number {
  if (shape === null) return weightsBytes;
  const room = Math.min(tokens, facts.trainedContextTokens || tokens);
  const work = computeBytesOf({ shape, weightsBytes, ...facts }, shape, options, room);
  const layoutBytes = laidOut(facts.about.weights).moreBytes;
  return Math.ceil(weightsBytes + layoutBytes + kvBytes(shape, options, room) + work + shape.words * BYTES_A_WORD);
}

export function kvBytes(shape: ModelShape, options: LoadOptions, contextTokens: number): number {
  const { parallelChats, kvCacheType } = options;
  return contextTokens * parallelChats * (shape.keysPerToken + shape.valuesPerToken) * KV_BYTES[kvCacheType];
}

function computeBytesOf(facts: ModelFacts, shape: ModelShape, options: LoadOptions, contextTokens: number): number {
  const isEncoder = facts.kind === "embedding" || facts.kind === "reranker";
  const tokens = isEncoder ? contextTokens : BATCH_TOKENS;
  const rows = tokens * F32_BYTES * (3 * shape.feedForward + 8 * shape.embedding);
  const isFlash = options.flashAttention !== "off" && !isEncoder;
  const scores = isFlash ? 0 : tokens * F32_BYTES * shape.heads * contextTokens;
  const logits = isEncoder ? tokens * F32_BYTES * shape.words : 0;
  return Math.max(rows, scores) + logits;
}

/** What one batch's buffers reserve on a card, where everything reserved is taken. */
export function cardComputeBytes(shape: ModelShape, options: LoadOptions, contextTokens: number): number {
  const rows = BATCH_TOKENS * F32_BYTES * (3 * shape.feedForward + 8 * shape.embedding + shape.words);
  const scores = options.flashAttention === "off" ? BATCH_TOKENS * F32_BYTES * shape.heads * contextTokens : 0;
  return rows + scores;
}

/** The room of one chat that these options ask for. */
export function chatTokens(facts: ModelFacts, options: LoadOptions): number {
  const trained = facts.trainedContextTokens || AUTO_CONTEXT_TOKENS;
  if (options.contextTokens === "auto") return Math.min(AUTO_CONTEXT_TOKENS, trained);
  return Math.floor(options.contextTokens / options.parallelChats);
}
