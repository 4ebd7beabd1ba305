import type { Comparison } from "../contract.ts";
import { type Context, createContext } from "../ggml/context.ts";
import { loadModel, type LoadedModel } from "../ggml/model.ts";
import type { FreeThreads } from "../threads.ts";
import { cutWindows, WINDOW_TOKENS } from "../windows.ts";
import { createDivergence } from "./divergence.ts";
import type { ModelFile } from "./quantise.ts";

export interface CompareOptions {
  original: ModelFile;
  copy: ModelFile;
  text: string;
  threads: FreeThreads;
  onProgress: (fraction: number) => void;
}

/** Logits of a large vocabulary take a megabyte a token and model: 64 tokens at a time. */
const BATCH_TOKENS = 64;
/** Words that each writes, for its speed. */
const WRITTEN_TOKENS = 24;

interface Side {
  model: LoadedModel;
  context: Context;
  readTokens: number;
  readMs: number;
  /** Milliseconds of each token written. */
  written: number[];
}

/** Reads the same text with both and compares them place by place. Throws MODEL_INVALID, INVALID_INPUT. */
export async function compareModels(options: CompareOptions): Promise<Comparison> {
  const { threads, onProgress } = options;
  await using stack = new AsyncDisposableStack();
  const original = await openSide(stack, options.original);
  const copy = await openSide(stack, options.copy);
  if (original.model.words !== copy.model.words) throw new Error("The models have different vocabularies");
  const { toJudge, isShared } = cutWindows(original.model, options.text);
  const sides = [original, copy] as const;
  const divergence = createDivergence();

  for (const [index, window] of toJudge.entries()) {
    for (const { context } of sides) context.clear();
    for (let from = 0; from < window.length; from += BATCH_TOKENS) {
      const piece = window.subarray(from, from + BATCH_TOKENS);
      for (const side of sides) await read(side, piece, threads.now());
      judge(window, from, piece.length);
      onProgress(((index + from / window.length) / toJudge.length) * READ_SHARE);
    }
  }
  await write(sides, toJudge[0] ?? new Int32Array(1), threads.now());
  onProgress(1);

  /** As llama.cpp's perplexity tool: only the second half of a window counts, where there is enough before each word. */
  function judge(window: Int32Array, from: number, length: number): void {
    const half = Math.floor(window.length / 2);
    for (let place = Math.max(0, half - from); place < length && from + place + 1 < window.length; place += 1) {
      const next = window[from + place + 1] ?? 0;
      divergence.add(original.context.logits(place), copy.context.logits(place), next);
    }
  }

  const { originalPerplexity, copyPerplexity, ...rest } = divergence.result();
  return {
    original: { perplexity: originalPerplexity, ...speeds(original) },
    copy: { perplexity: copyPerplexity, ...speeds(copy) },
    ...rest,
    tokens: divergence.places,
    isSharedText: isShared,
  };
}

const READ_SHARE = 0.95;

async function openSide(stack: AsyncDisposableStack, { path, name }: ModelFile): Promise<Side> {
  const model = stack.use(await loadModel(path, name));
  const contextTokens = WINDOW_TOKENS + WRITTEN_TOKENS;
  const context = stack.use(await createContext(model, { contextTokens, batchTokens: BATCH_TOKENS, threads: 1 }));
  return { model, context, readTokens: 0, readMs: 0, written: [] };
}

async function read(side: Side, piece: Int32Array, threads: number): Promise<void> {
  side.context.setThreads(threads);
  const startMs = performance.now();
  await side.context.read(piece);
  side.readMs += performance.now() - startMs;
  side.readTokens += piece.length;
}

/** In turn, so that what else runs on the machine slows both. Which words does not matter for the time they take. */
async function write(sides: readonly Side[], words: Int32Array, threads: number): Promise<void> {
  for (const { context } of sides) {
    context.setThreads(threads);
    context.clear();
    await context.read(words.subarray(0, Math.min(BATCH_TOKENS, words.length)));
  }
  for (let count = 0; count < WRITTEN_TOKENS; count += 1) {
    for (const side of sides) {
      const startMs = performance.now();
      await side.context.read(words.subarray(count, count + 1));
      side.written.push(performance.now() - startMs);
    }
  }
}

function speeds({ readTokens, readMs, written }: Side) {
  const middle = written.toSorted((a, b) => a - b)[Math.floor(written.length / 2)] ?? 0;
  return { readTokensPerSecond: (readTokens / readMs) * 1_000, writeTokensPerSecond: 1_000 / middle };
}
