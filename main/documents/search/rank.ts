import { blend, normalise, ranked, type Scores } from "./normalise.ts";

/** What the ranking asks of an index; keys are passages'. */
export interface Index {
  /** BM25 over the passages' words, at most `limit` of the best. */
  byWords(query: string, limit: number): Scores;
  /** Cosine with a unit-length vector, at most `limit` of the best. */
  byMeaning(vector: Float32Array, limit: number): Scores;
  /** The passage's own vector, of unit length; null: it has none yet. */
  vectorOf(key: number): Float32Array | null;
}

export interface Ranked {
  readonly key: number;
  /** 0 to 1. */
  readonly score: number;
}

/** How many of each way of searching are looked at. */
const CANDIDATES = 100;
/** Share of the words' score. Chosen on the even questions of Cranfield; see bench `retrieval`. */
const WORDS_WEIGHT = 0.4;
/** The first results say what is meant: the question moves towards them (Rocchio's feedback), each by its score. */
const FEEDBACK_RESULTS = 3;
const FEEDBACK_WEIGHT = 1;

/**
 * Words and meaning together, with feedback from the first results. Without a vector (no embedding model yet) by words alone. Of
 * `limit` passages, the best first.
 */
export function rank(index: Index, query: string, vector: Float32Array | null, limit: number): Ranked[] {
  const found = index.byWords(query, CANDIDATES);
  const words = found.size > 0 ? normalise(found) : found;
  const scores = vector === null ? words : withMeaning(index, words, vector);
  return ranked(scores)
    .slice(0, limit)
    .map((key) => ({ key, score: Math.min(1, scores.get(key) ?? 0) }));
}

function withMeaning(index: Index, words: Scores, vector: Float32Array): Scores {
  const near = index.byMeaning(vector, CANDIDATES);
  if (near.size === 0) return words;
  const first = blend(words, normalise(near), WORDS_WEIGHT);
  const moved = towards(index, vector, first);
  return blend(words, normalise(index.byMeaning(moved, CANDIDATES)), WORDS_WEIGHT);
}

/** The question's vector, moved towards those of the first results; of unit length. */
function towards(index: Index, vector: Float32Array, scores: Scores): Float32Array {
  const best = ranked(scores)
    .slice(0, FEEDBACK_RESULTS)
    .flatMap((key) => {
      const own = index.vectorOf(key);
      return own === null ? [] : [{ own, score: scores.get(key) ?? 0 }];
    });
  const whole = best.reduce((sum, { score }) => sum + score, 0);
  if (whole <= 0) return vector;
  const moved = Float32Array.from(vector);
  for (const { own, score } of best) {
    const share = (FEEDBACK_WEIGHT * score) / whole;
    for (let at = 0; at < moved.length; at += 1) moved[at] = (moved[at] ?? 0) + share * (own[at] ?? 0);
  }
  const length = Math.hypot(...moved);
  return length > 0 ? moved.map((value) => value / length) : vector;
}
