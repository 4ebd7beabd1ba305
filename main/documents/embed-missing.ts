import type { Embedder } from "./embedder.ts";
import type { DocumentIndex } from "./index/open-index.ts";
import { embeddingText } from "./search/embedding-text.ts";

export interface EmbedMissing {
  readonly index: DocumentIndex;
  readonly embedder: Embedder;
  readonly signal: AbortSignal;
  /** Share of the passages that have a vector. */
  readonly onProgress: (share: number) => void;
}

/** Saved together: a second's work or so on a small computer. */
const BATCH = 32;

/** Makes the vectors that passages lack, whatever ended an earlier run. Those of another model serve until all are made. */
export async function embedMissing({ index, embedder, signal, onProgress }: EmbedMissing): Promise<void> {
  const { passages, embedded } = await index.counts(embedder.model);
  let done = embedded;
  for (;;) {
    signal.throwIfAborted();
    const missing = await index.missing({ ...embedder.model, limit: BATCH });
    if (missing.length === 0) return;
    const vectors = await embedder.passages(missing.map(embeddingText));
    const made = missing.flatMap(({ key }, at): [number, Float32Array][] => {
      const vector = vectors[at];
      return vector === undefined ? [] : [[key, vector]];
    });
    await index.addVectors({ ...embedder.model, vectors: made });
    done += made.length;
    onProgress(Math.min(1, done / Math.max(1, passages)));
  }
}
