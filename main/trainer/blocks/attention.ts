import { only, type Value } from "../autodiff.ts";
import type { Pointer } from "../ggml/library.ts";
import { stridesOf } from "../ggml/tensor.ts";
import type { Pass } from "../pass.ts";

export interface AttentionShape {
  readonly heads: number;
  readonly keyHeads: number;
  readonly headSize: number;
  readonly scale: number;
  /** Keys that a query sees, its own included; null: all before it. */
  readonly window: number | null;
}

/** Queries of one product: keys that none of them can see are not read. */
const BLOCK = 128;
const NUMBER_BYTES = 4;

/** One block of queries of one document with the keys that some of them see. */
interface Block {
  /** Rows of the batch. */
  readonly query: number;
  readonly queries: number;
  readonly key: number;
  readonly keys: number;
  /** [keys, queries · heads of a group, key heads] */
  readonly weights: Pointer;
}

/**
 * Causal attention with grouped queries (Ainslie et al. 2023) within each document: q [size, heads, tokens], k and v [size, key heads,
 * tokens] give [size · heads, tokens]. The heads that share a key head are rows of one product.
 */
export function attention(pass: Pass, q: Value, k: Value, v: Value, shape: AttentionShape): Value {
  const { graph, tape, tokens } = pass;
  const { heads, keyHeads, headSize, scale, window } = shape;
  const group = heads / keyHeads;
  const rowOf = (of: Pointer): number => stridesOf(of)[2];

  /** Queries, or what has their shape, with the heads outside: [size, queries · group, key heads]. */
  const gather = (of: Pointer, row: number, first: number, count: number): Pointer => {
    const view = graph.view3d(of, headSize, count, heads, row, headSize * NUMBER_BYTES, first * row);
    return graph.reshape3d(graph.contiguous(view), headSize, count * group, keyHeads);
  };
  /** The way back: into rows of [size · heads]. */
  const scatter = (from: Pointer, into: Pointer, first: number, count: number): void => {
    const row = heads * headSize * NUMBER_BYTES;
    const view = graph.view3d(into, headSize, count, heads, row, headSize * NUMBER_BYTES, first * row);
    graph.copy(graph.reshape3d(from, headSize, count, heads), view);
  };
  /** Keys or values: [size, keys, key heads]. */
  const keysOf = (of: Pointer, { key, keys }: Pick<Block, "key" | "keys">): Pointer =>
    graph.view3d(of, headSize, keys, keyHeads, rowOf(of), headSize * NUMBER_BYTES, key * rowOf(of));

  const result = graph.fill(graph.reshape2d(q.tensor, headSize * heads, tokens), 0);
  const blocks: Block[] = [];
  for (const { start, length } of pass.documents) {
    for (let first = 0; first < length; first += BLOCK) {
      const queries = Math.min(BLOCK, length - first);
      const from = window === null ? 0 : Math.max(0, first - window + 1);
      const place = { query: start + first, queries, key: start + from, keys: first + queries - from };
      const scores = graph.mulMat(keysOf(k.tensor, place), gather(q.tensor, rowOf(q.tensor), place.query, queries));
      const mask = pass.mask(place.keys, queries, first - from, window ?? length);
      const weights = graph.reshape3d(
        graph.softMax(graph.reshape3d(scores, place.keys, queries, heads), mask, scale, 0),
        place.keys,
        queries * group,
        keyHeads,
      );
      blocks.push({ ...place, weights });
      scatter(graph.outProd(keysOf(v.tensor, place), graph.transpose(weights)), result, place.query, queries);
    }
  }

  return tape.recordOne(result, {
    inputs: [q, k, v],
    back(gradients, give) {
      const gradient = only(gradients);
      const towards = { q: graph.fill(q.tensor, 0), k: graph.fill(k.tensor, 0), v: graph.fill(v.tensor, 0) };
      const row = heads * headSize * NUMBER_BYTES;
      for (const block of blocks) {
        const { query, queries, keys, weights } = block;
        const out = gather(gradient, row, query, queries);
        graph.addInPlace(keysOf(towards.v, block), graph.outProd(out, weights));
        const byWeights = graph.mulMat(keysOf(v.tensor, block), out);
        const byScores = graph.reshape3d(
          graph.softMaxBack(
            graph.reshape3d(byWeights, keys, queries, heads),
            graph.reshape3d(weights, keys, queries, heads),
            scale,
            0,
          ),
          keys,
          queries * group,
          keyHeads,
        );
        scatter(
          graph.outProd(keysOf(k.tensor, block), graph.transpose(byScores)),
          graph.reshape2d(towards.q, headSize * heads, tokens),
          query,
          queries,
        );
        const asked = gather(q.tensor, rowOf(q.tensor), query, queries);
        graph.addInPlace(keysOf(towards.k, block), graph.outProd(asked, byScores));
      }
      give(q, towards.q);
      give(k, towards.k);
      give(v, towards.v);
    },
  });
}
