/**
 * Guesses the tokens that come next. The model reads the last token together with the guess in one batch, which takes little longer
 * than reading one, and each position's token is then drawn by the same sampler in the same order as without a guess: what agrees is
 * kept, the first that does not takes its place, and the rest of the guess is dropped. (Speculative decoding, Leviathan et al. 2023,
 * arXiv:2211.17192, in the form that never rejects what was drawn.) llama.cpp rounds a little otherwise in a batch: drawn at a temperature,
 * another text may come of it, as of another number of threads, and not a worse one. Disposed of at the end of the answer.
 */
export interface Drafter extends Disposable {
  /** At most `most` tokens that may follow `tokens` and then `next`; none when it has no idea. */
  draft(tokens: readonly number[], next: number, most: number): Promise<readonly number[]>;
  /** So many of the last guess, and of those so many were right. */
  note(drafted: number, accepted: number): void;
}

/** What all guesses for an answer came to. */
export interface DraftCount {
  tokens: number;
  accepted: number;
}
