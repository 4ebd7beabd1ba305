import type { Log } from "#main/lib/log.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { toErrorShape } from "#main/rpc/to-error-shape.ts";
import type { DocumentEngines } from "../engines.ts";
import type { Found } from "../index/searching.ts";

/** What a model that ranks made of the first passages. */
export interface Reranked {
  readonly passages: Found[];
  /** The model's name; "" where it could not be loaded. */
  readonly by: string;
  /** Why the passages stand in their usual order instead; null: they do not. */
  readonly problem: ErrorShape | null;
}

export interface Rerank {
  readonly engines: DocumentEngines;
  readonly modelId: string;
  readonly question: string;
  readonly passages: readonly Found[];
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * So many of the first passages are read together with the question. A model of half a billion parameters reads some in a second on a
 * small computer; those further down the usual order are seldom the right ones.
 */
export const RERANKED = 24;

/** The first passages in the order in which the model finds that they answer the question, the others below them as they were. */
export async function rerank({ engines, modelId, question, passages, log, signal }: Rerank): Promise<Reranked> {
  let by = "";
  try {
    using lease = await engines.acquire(modelId, { signal, onProgress: () => undefined });
    by = lease.modelName;
    const first = passages.slice(0, RERANKED);
    const scores: number[] = [];
    for (const { text } of first) {
      signal.throwIfAborted();
      const [score] = await lease.client.rank(question, [text]);
      scores.push(score ?? 0);
    }
    const ranked = first
      .map((passage, at) => ({ ...passage, score: scores[at] ?? 0 }))
      .toSorted((a, b) => b.score - a.score);
    return { passages: [...ranked, ...passages.slice(RERANKED)], by, problem: null };
  } catch (error) {
    signal.throwIfAborted();
    // The usual order answers too; that it is the usual one is said with the result.
    return { passages: [...passages], by, problem: toErrorShape(error, "Passages could not be ranked", log) };
  }
}
