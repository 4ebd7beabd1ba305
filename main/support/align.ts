import { areOfOneKind, saysTheSame } from "./facts.ts";
import type { Token } from "./tokens.ts";

/** One token of the sentence and the one of the passage that stands in its place. */
export interface Pair {
  readonly said: number;
  readonly source: number;
  readonly isSame: boolean;
}

const SAME = { fact: 4, name: 3.5, telling: 3, empty: 0.8 } as const;
/** A fact in the place of another of its kind belongs to the stretch: that is what is looked for. */
const OTHER_FACT = 0.4;
const OTHER_WORD = -1.6;
/** Leaving out words of the passage is what shortening does; adding some is not. */
const GAP = { source: { open: 0.9, on: 0.06 }, said: { open: 1.1, on: 0.6 } } as const;
const LEAST = 6;

/**
 * Local alignments of a sentence with a passage (Smith and Waterman, with affine gaps as Gotoh has them): the best stretch first, then
 * the best for what is left before and after it, as a sentence may join what two of the passage say.
 */
export function align(said: readonly Token[], source: readonly Token[]): Pair[] {
  return stretch(said, source, 0, said.length);
}

function stretch(said: readonly Token[], source: readonly Token[], from: number, to: number): Pair[] {
  if (to - from < 1) return [];
  const best = bestStretch(said.slice(from, to), source);
  if (best.score < Math.min(LEAST, 3 * (to - from))) return [];
  const pairs = best.pairs.map((pair) => ({ ...pair, said: pair.said + from }));
  const [first, last] = [pairs[0], pairs.at(-1)];
  if (first === undefined || last === undefined) return [];
  const before = stretch(said, source, from, first.said);
  const after = stretch(said, source, last.said + 1, to);
  const ends = [...beyond(said, source, first, -1), ...beyond(said, source, last, 1)];
  const taken = new Set([...before, ...after].map((pair) => pair.said));
  return [...before, ...pairs, ...ends.filter((pair) => !taken.has(pair.said)), ...after];
}

const FURTHEST = 4;

/** A local alignment ends before what differs; past its end, facts of one kind in one sentence still stand for each other. */
function beyond(said: readonly Token[], source: readonly Token[], end: Pair, step: 1 | -1): Pair[] {
  const found: Pair[] = [];
  for (let count = 1; count <= FURTHEST; count += 1) {
    const at = { said: end.said + step * count, source: end.source + step * count };
    const [one, other] = [said[at.said], source[at.source]];
    if (one === undefined || other === undefined) break;
    if (one.sentence !== said[end.said]?.sentence || other.sentence !== source[end.source]?.sentence) break;
    found.push({ ...at, isSame: saysTheSame(one, other) });
  }
  return found;
}

function scoreOf(said: Token, source: Token): number {
  if (saysTheSame(said, source)) {
    if (said.kind !== "word") return SAME.fact;
    if (said.isName) return SAME.name;
    return said.isTelling ? SAME.telling : SAME.empty;
  }
  return areOfOneKind(said, source) ? OTHER_FACT : OTHER_WORD;
}

const MOVE = { none: 0, diagonal: 1, up: 2, left: 3 } as const;

function bestStretch(said: readonly Token[], source: readonly Token[]): { score: number; pairs: Pair[] } {
  const width = source.length + 1;
  const size = (said.length + 1) * width;
  const scores = new Float64Array(size);
  const ups = new Float64Array(size).fill(-Infinity);
  const lefts = new Float64Array(size).fill(-Infinity);
  const from = new Uint8Array(size);
  let best = { score: 0, at: 0 };
  for (let i = 1; i <= said.length; i += 1) {
    for (let j = 1; j <= source.length; j += 1) {
      const at = i * width + j;
      const [one, other] = [said[i - 1], source[j - 1]];
      if (one === undefined || other === undefined) continue;
      ups[at] = Math.max((scores[at - width] ?? 0) - GAP.said.open, (ups[at - width] ?? 0) - GAP.said.on);
      lefts[at] = Math.max((scores[at - 1] ?? 0) - GAP.source.open, (lefts[at - 1] ?? 0) - GAP.source.on);
      const diagonal = (scores[at - width - 1] ?? 0) + scoreOf(one, other);
      const score = Math.max(0, diagonal, ups[at] ?? 0, lefts[at] ?? 0);
      scores[at] = score;
      from[at] = score === 0 ? MOVE.none : score === diagonal ? MOVE.diagonal : score === ups[at] ? MOVE.up : MOVE.left;
      if (score > best.score) best = { score, at };
    }
  }
  return { score: best.score, pairs: trace(best.at) };

  function trace(end: number): Pair[] {
    const pairs: Pair[] = [];
    for (let at = end; (scores[at] ?? 0) > 0;) {
      if (from[at] === MOVE.diagonal) {
        const [i, j] = [Math.floor(at / width) - 1, (at % width) - 1];
        const [one, other] = [said[i], source[j]];
        if (one && other) pairs.push({ said: i, source: j, isSame: saysTheSame(one, other) });
        at -= width + 1;
      } else if (from[at] === MOVE.up) at = backUp(at);
      else at = backLeft(at);
    }
    return pairs.reverse();
  }

  /** To where the gap was opened. */
  function backUp(at: number): number {
    while (at > width && (ups[at] ?? 0) !== (scores[at - width] ?? 0) - GAP.said.open) at -= width;
    return at - width;
  }

  function backLeft(at: number): number {
    while (at % width > 1 && (lefts[at] ?? 0) !== (scores[at - 1] ?? 0) - GAP.source.open) at -= 1;
    return at - 1;
  }
}
