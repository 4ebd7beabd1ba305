import type { DocumentEngines, DocumentLease } from "../engines.ts";
import { prefixesOf } from "./prefixes.ts";

/** The embedding model in use, as the index knows it. */
export interface EmbeddingModel {
  /** Stable over renames and moves of the file: vectors belong to it. */
  readonly model: string;
  readonly dimensions: number;
}

/** Makes vectors of passages and questions. */
export interface Embedder extends Disposable {
  readonly model: EmbeddingModel;
  /** As people know it. */
  readonly name: string;
  passages(texts: readonly string[]): Promise<Float32Array[]>;
  question(text: string): Promise<Float32Array>;
  /** Tokens of each text, by the model's own tokenizer. */
  count(texts: readonly string[]): Promise<number[]>;
}

export interface EmbedderOptions {
  readonly engines: DocumentEngines;
  readonly modelId: string;
  readonly signal: AbortSignal;
}

/** The engine takes so many texts in one call. */
const MOST_TEXTS = 1_024;

/** Holds the model's engine until it is disposed of. Throws what `acquire` throws. */
export async function openEmbedder({ engines, modelId, signal }: EmbedderOptions): Promise<Embedder> {
  const lease = await engines.acquire(modelId, { signal, onProgress: () => undefined });
  try {
    const prefixes = prefixesOf(lease.modelName);
    const [probe] = await embed(lease, ["a"]);
    if (probe === undefined) throw new Error(`${lease.modelName} made no vector`);
    return {
      model: { model: lease.modelFingerprint, dimensions: probe.length },
      name: lease.modelName,
      passages: (texts) =>
        embed(
          lease,
          texts.map((text) => prefixes.passage + text),
        ),
      async question(text) {
        const [vector] = await embed(lease, [prefixes.question + text]);
        return vector ?? probe;
      },
      async count(texts) {
        const counts: number[] = [];
        for (let from = 0; from < texts.length; from += MOST_TEXTS) {
          counts.push(...(await lease.client.countTokens(texts.slice(from, from + MOST_TEXTS))));
        }
        return counts;
      },
      [Symbol.dispose]: () => lease[Symbol.dispose](),
    };
  } catch (error) {
    lease[Symbol.dispose]();
    throw error;
  }
}

async function embed(lease: DocumentLease, texts: readonly string[]): Promise<Float32Array[]> {
  const { vectors } = await lease.client.embed([...texts]);
  return vectors.map((vector) => Float32Array.from(vector));
}
