import { align, type Pair } from "./align.ts";
import { saysTheSame } from "./facts.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** A sentence beside the passages that it cites, word by word. */
export interface Compared {
  readonly said: readonly Token[];
  /** Of all passages, one after the other; sentences are counted through. */
  readonly source: readonly Token[];
  /** The passage of each token of `source`. */
  readonly passageOf: readonly number[];
  /** What stands in the place of each token of the sentence, or null. */
  readonly pairs: readonly (Pair | null)[];
  /** The token of the sentence in whose place each of the passages' stands, or null. */
  readonly backwards: readonly (Pair | null)[];
  /** Tokens of `source` that say the same as one of the sentence, wherever they stand. */
  same(said: number): readonly number[];
}

export function compare(sentence: string, passages: readonly string[]): Compared {
  const said = tokensOf(sentence);
  const source: Token[] = [];
  const passageOf: number[] = [];
  let sentences = 0;
  let clauses = 0;
  for (const [place, passage] of passages.entries()) {
    for (const token of tokensOf(passage)) {
      source.push({ ...token, sentence: token.sentence + sentences, clause: token.clause + clauses });
      passageOf.push(place);
    }
    sentences = (source.at(-1)?.sentence ?? -1) + 1;
    clauses = (source.at(-1)?.clause ?? -1) + 1;
  }
  const pairs: (Pair | null)[] = said.map(() => null);
  const backwards: (Pair | null)[] = source.map(() => null);
  for (const pair of align(said, source)) {
    pairs[pair.said] = pair;
    backwards[pair.source] ??= pair;
  }
  const known = new Map<number, readonly number[]>();
  const same = (at: number): readonly number[] => {
    const token = said[at];
    const found =
      known.get(at) ??
      (token === undefined ? [] : source.flatMap((other, place) => (saysTheSame(token, other) ? [place] : [])));
    known.set(at, found);
    return found;
  };
  return { said, source, passageOf, pairs, backwards, same };
}

/** The first `most` telling tokens after one of them, in its sentence. */
export function tellingAfter(tokens: readonly Token[], at: number, most: number): number[] {
  const found: number[] = [];
  const sentence = tokens[at]?.sentence;
  for (let next = at + 1; next < tokens.length && found.length < most; next += 1) {
    const token = tokens[next];
    if (token === undefined || token.sentence !== sentence) break;
    if (token.isTelling) found.push(next);
  }
  return found;
}
