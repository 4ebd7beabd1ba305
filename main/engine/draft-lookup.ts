import type { Drafter } from "./draft.ts";

/** As many tokens back as are compared: the place whose words before it agree longest is the likeliest. */
const LONGEST_MATCH = 12;
/** Of a pair that stands in the text often, only its last places are looked at. */
const MOST_PLACES = 32;
/** Vocabularies have fewer words than this. */
const MOST_WORDS = 2 ** 22;
const FEWEST = 2;

/**
 * Guesses that what followed the same tokens earlier, in the prompt or the answer, follows them again: right where texts are quoted,
 * corrected or summed up, and it costs next to nothing. After wrong guesses it asks for longer matches and guesses less.
 */
export function createLookup(most: number): Drafter {
  /** Where each pair of tokens ended; by the pair. */
  const places = new Map<number, number[]>();
  let indexed = 1;
  let length = Math.min(most, 4);
  let misses = 0;

  function index(tokens: readonly number[]): void {
    // A cut, or another text: begins again.
    if (indexed > tokens.length) {
      places.clear();
      indexed = 1;
    }
    for (; indexed < tokens.length; indexed += 1) {
      const key = pair(tokens[indexed - 1], tokens[indexed]);
      const known = places.get(key);
      if (known === undefined) places.set(key, [indexed + 1]);
      else known.push(indexed + 1);
    }
  }

  return {
    draft(tokens, next, room) {
      // The last token's own pair is not in it yet: it would find itself.
      index(tokens);
      const found = places.get(pair(tokens.at(-1), next)) ?? [];
      let best: number | null = null;
      let longest = FEWEST - 1 + Math.min(misses, 3);
      for (const place of found.slice(-MOST_PLACES).reverse()) {
        const agreeing = 1 + agreeingBefore(tokens, place - 1);
        if (agreeing <= longest) continue;
        longest = agreeing;
        best = place;
      }
      if (best === null) return Promise.resolve([]);
      return Promise.resolve(tokens.slice(best, best + Math.min(length, most, room)));
    },
    note(drafted, accepted) {
      if (drafted === 0) return;
      misses = accepted === 0 ? misses + 1 : 0;
      length = accepted === drafted ? Math.min(most, length * 2) : Math.max(FEWEST, Math.min(most, accepted + 1));
    },
    [Symbol.dispose]: () => undefined,
  };
}

/** How many tokens before `place` are those at the end. */
function agreeingBefore(tokens: readonly number[], place: number): number {
  let count = 0;
  while (count < LONGEST_MATCH && place - 1 - count >= 0) {
    if (tokens[place - 1 - count] !== tokens[tokens.length - 1 - count]) break;
    count += 1;
  }
  return count;
}

function pair(first: number | undefined, second: number | undefined): number {
  return (first ?? 0) * MOST_WORDS + (second ?? 0);
}
