import type { Call, Sequence } from "./sequence.ts";
import type { Batch } from "./trace.ts";

export interface ReadPrompt {
  readonly reusedTokens: number;
  /** The last tokens of the prompt, not read yet: reading them gives the first of the answer. */
  readonly last: readonly number[];
  /** The calls from here on that have to be made as they were before. */
  readonly calls: readonly Call[];
}

/** A batch is to take about this long: stopping, and other chats, wait for it. */
const BATCH_MS = 700;
const SMALLEST_BATCH = 64;
const FIRST_BATCH = 256;

/**
 * Reads what is not in the cache yet, but for the last batch. With `evaluation` everything is read as it was then, and less can be
 * reused. null when stopped.
 */
export async function readPrompt(
  sequence: Sequence,
  prompt: readonly number[],
  evaluation: readonly Batch[] | null,
  signal: AbortSignal,
  onProgress: (readTokens: number, totalTokens: number, reusedTokens: number) => void,
): Promise<ReadPrompt | null> {
  const plan = evaluation === null ? null : promptBatches(evaluation, prompt.length, sequence.batchTokens);
  const reusedTokens = await sequence.reuse(prompt, plan?.prompt ?? null);
  const totalTokens = prompt.length - reusedTokens;
  onProgress(0, totalTokens, reusedTokens);

  let start = reusedTokens;
  let size = Math.min(FIRST_BATCH, sequence.batchTokens);
  const recorded = plan ? batchesFrom(plan.prompt, start) : null;
  for (;;) {
    if (signal.aborted) return null;
    const batch = recorded?.shift();
    const length = batch?.kept ?? size;
    if (start + length >= prompt.length) {
      return {
        reusedTokens,
        last: prompt.slice(start),
        calls: batch && plan ? [callOf(batch), ...plan.calls] : [],
      };
    }
    const startMs = performance.now();
    await sequence.read(prompt.slice(start, start + length), batch?.dropped ?? [], batch?.threads ?? null);
    size = nextSize(length, performance.now() - startMs, sequence.batchTokens);
    start += length;
    onProgress(start - reusedTokens, totalTokens, reusedTokens);
  }
}

/** The batches that make up the prompt exactly, and the calls after it; null when they do not fit this prompt. */
function promptBatches(
  evaluation: readonly Batch[],
  promptTokens: number,
  batchTokens: number,
): { prompt: Batch[]; calls: Call[] } | null {
  let tokens = 0;
  let count = 0;
  for (const batch of evaluation) {
    if (tokens >= promptTokens) break;
    if (batch.kept + batch.dropped.length > batchTokens) return null;
    tokens += batch.kept;
    count += 1;
  }
  if (tokens !== promptTokens || (evaluation[count - 1]?.dropped.length ?? 0) > 0) return null;
  return { prompt: evaluation.slice(0, count), calls: evaluation.slice(count).map(callOf) };
}

/** All that was guessed goes into the batch again, what was right and what was not. */
function callOf({ threads, drafted = [], dropped }: Batch): Call {
  return { threads, draft: [...drafted, ...dropped] };
}

function batchesFrom(batches: readonly Batch[], start: number): Batch[] {
  let tokens = 0;
  const count = batches.findIndex((batch) => {
    const isHere = tokens >= start;
    tokens += batch.kept;
    return isHere;
  });
  return count < 0 ? [] : batches.slice(count);
}

/** Batches of a power of two that take about BATCH_MS: large ones are faster, but nobody can be let in between. */
function nextSize(length: number, tookMs: number, batchTokens: number): number {
  const fitting = (length / Math.max(1, tookMs)) * BATCH_MS;
  const power = 2 ** Math.floor(Math.log2(Math.max(1, fitting)));
  return Math.min(batchTokens, Math.max(SMALLEST_BATCH, power));
}
