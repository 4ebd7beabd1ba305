import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import type { LinearGroup } from "../frozen.ts";
import { F32, type Graph } from "../ggml/graph.ts";
import type { Pointer } from "../ggml/library.ts";
import type { Dropout, Pass } from "../pass.ts";

/** Numbers of the pool beyond what one layer takes: where in them it begins is drawn for each. */
const SPARE_NUMBERS = 2 ** 20;
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
  const numbers = columns * tokens + SPARE_NUMBERS;
  // Evenly spread between ±√3.
  const pool = randomValues(seed)(numbers, 1);
  const limit = (2 * share - 1) * Math.sqrt(3);
  const kept = 1 / (1 - share);
  for (let index = 0; index < numbers; index += 1) pool[index] = (pool[index] ?? 0) < limit ? 0 : kept;
  return { pool: graph.input(F32, [numbers], pool), numbers, seed };
}

/** The same for the same group and step, forward and back. */
export function dropOut({ graph }: Pass, dropout: Dropout, group: LinearGroup, x: Pointer, rows: number): Pointer {
  const spare = dropout.numbers - group.columns * rows;
  const at = ((Math.imul(group.index + 1, SPREAD) + dropout.seed) >>> 0) % spare;
  const mask = graph.view2d(dropout.pool, group.columns, rows, group.columns * NUMBER_BYTES, at * NUMBER_BYTES);
  return graph.mul(x, mask);
}
