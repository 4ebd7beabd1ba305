import type { Embedder } from "./embedder.ts";
import type { DocumentIndex } from "../index/open-index.ts";
import { embeddingText } from "../search/embedding-text.ts";

export interface EmbedMissing {
  readonly index: DocumentIndex;
  readonly embedder: Embedder;
  readonly signal: AbortSignal;
  /** Share of the passages there are by now that have a vector. */
  readonly onProgress: (share: number) => void;
  /** Asked when every passage has its vector: resolves with whether there may be more by then. */
  readonly more?: () => Promise<boolean>;
}

/** Saved together: a second's work or so on a small computer. */
const BATCH = 32;
const noMore = () => Promise.resolve(false);

/**
 * Makes the vectors that passages lack, whatever ended an earlier run, also while more are read. Those of another model serve until all
 * are made.
 */
export async function embedMissing({
  index,
  embedder,
  signal,
  onProgress,
  more = noMore,
}: EmbedMissing): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const missing = await index.missing({ ...embedder.model, limit: BATCH });
    if (missing.length === 0) {
      if (await more()) continue;
      return;
    }
    const vectors = await embedder.passages(missing.map(embeddingText));
    const made = missing.flatMap(({ key }, at): [number, Float32Array][] => {
      const vector = vectors[at];
      return vector === undefined ? [] : [[key, vector]];
    });
    // Whoever chose another model meanwhile has let these go.
    signal.throwIfAborted();
    await index.addVectors({ ...embedder.model, vectors: made });
    const { passages, embedded } = await index.counts(embedder.model);
    onProgress(Math.min(1, embedded / Math.max(1, passages)));
  }
}
