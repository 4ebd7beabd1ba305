import type { LinearGroup } from "../frozen.ts";
import { F32, type Graph } from "../ggml/graph.ts";
import type { Pointer } from "../ggml/library.ts";
import type { Dropout, Pass } from "../pass.ts";

/** Numbers of the pool beyond what one layer takes: where in them it begins is drawn for each. Less for small ones: they are drawn anew at each step. */
const MOST_SPARE_NUMBERS = 2 ** 20;
const SPARE_TIMES = 8;
const NUMBER_BYTES = 4;
/** 2^32 divided by the golden ratio: spreads consecutive numbers over all (Knuth, volume 3, 6.4). */
const SPREAD = 0x9e37_79b1;

/**
 * Drawing a number for each input of each layer would take longer than the layers. A pool is drawn once a step, and each group of layers
 * takes its mask from another place of it; layers that read the same share one.
 */
export function drawDropout(
  graph: Graph,
  { share, seed, columns, tokens }: { share: number; seed: number; columns: number; tokens: number },
): Dropout {
  const needed = columns * tokens;
  const numbers = needed + Math.min(MOST_SPARE_NUMBERS, SPARE_TIMES * needed);
  const pool = drawMask(numbers, share, seed);
  return { pool: graph.input(F32, [numbers], pool), numbers, seed };
}

/** The same for the same group and step, forward and back. */
export function dropOut({ graph }: Pass, dropout: Dropout, group: LinearGroup, x: Pointer, rows: number): Pointer {
  const spare = dropout.numbers - group.columns * rows;
  const at = ((Math.imul(group.index + 1, SPREAD) + dropout.seed) >>> 0) % spare;
  const mask = graph.view2d(dropout.pool, group.columns, rows, group.columns * NUMBER_BYTES, at * NUMBER_BYTES);
  return graph.mul(x, mask);
}

/** Each number is 0 with the probability `share`, and else what keeps the mean as it was. A plain loop: there are millions (Mulberry32). */
function drawMask(numbers: number, share: number, seed: number): Float32Array {
  const mask = new Float32Array(numbers);
  const limit = share * 2 ** 32;
  const kept = 1 / (1 - share);
  let state = seed >>> 0;
  for (let index = 0; index < numbers; index++) {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    mask[index] = (mixed ^ (mixed >>> 14)) >>> 0 < limit ? 0 : kept;
  }
  return mask;
}
