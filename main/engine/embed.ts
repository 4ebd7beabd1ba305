import type { LlamaEmbeddingContext, LlamaModel, Token } from "node-llama-cpp";
import type { Threads } from "./threads.ts";
import type { Turns } from "./turns.ts";

export interface Embedder {
  /** Unit-length vectors, one a text; a text that is too long for the model counts with its beginning. */
  embed(texts: readonly string[]): Promise<{ vectors: number[][]; tokens: number }>;
}

/** Makes its context when it is first used: chat models have no need of one. */
export function createEmbedder(model: LlamaModel, turns: Turns, threads: Threads, maxThreads: number): Embedder {
  let created: Promise<LlamaEmbeddingContext> | null = null;

  function context(): Promise<LlamaEmbeddingContext> {
    const size = Math.min(model.trainContextSize, 8_192);
    created ??= model.createEmbeddingContext({ contextSize: size, batchSize: size, threads: maxThreads });
    return created;
  }

  return {
    async embed(texts) {
      const embedding = await context();
      // Beginning and end tokens are added by the library, and one position stays free.
      const room = Math.min(model.trainContextSize, 8_192) - 4;
      const vectors: number[][] = [];
      let tokens = 0;
      for (const text of texts) {
        const input: Token[] = model.tokenize(text, false).slice(0, room);
        const length = Math.max(1, input.length);
        tokens += input.length;
        const { vector } = await turns.take(() =>
          threads.run("reading", length, null, () => embedding.getEmbeddingFor(input)),
        );
        vectors.push(toUnitLength(vector));
      }
      return { vectors, tokens };
    },
  };
}

function toUnitLength(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : [...vector];
}
