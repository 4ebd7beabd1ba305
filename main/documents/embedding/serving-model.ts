import type { EmbeddingCandidate } from "./find-model.ts";

/** Vectors that a model has made. */
export interface VectorSetSize {
  /** The model's fingerprint. */
  readonly model: string;
  readonly dimensions: number;
  readonly embedded: number;
}

export interface VectorSets {
  readonly passages: number;
  readonly sets: readonly VectorSetSize[];
}

export function setOf({ sets }: VectorSets, { fingerprint }: EmbeddingCandidate): VectorSetSize | null {
  return sets.find(({ model }) => model === fingerprint) ?? null;
}

/** The chosen model once it has made the vectors of all passages; before, whichever of those that are here has made most. */
export function servingModel(
  chosen: EmbeddingCandidate,
  candidates: readonly EmbeddingCandidate[],
  vectors: VectorSets,
): EmbeddingCandidate {
  const made = (candidate: EmbeddingCandidate): number => setOf(vectors, candidate)?.embedded ?? 0;
  if (made(chosen) >= vectors.passages) return chosen;
  return candidates.reduce((best, one) => (made(one) > made(best) ? one : best), chosen);
}
