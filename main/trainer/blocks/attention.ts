import { only, type Value } from "../autodiff.ts";
import type { Pointer } from "../ggml/library.ts";
import type { Pass } from "../pass.ts";
import { GAP } from "./apart.ts";

export interface AttentionShape {
  readonly heads: number;
  readonly keyHeads: number;
  readonly headSize: number;
  readonly scale: number;
  /** Keys that a query sees, its own included; null: all before it. */
  readonly window: number | null;
}

/**
 * Queries of one product: keys that none of them can see are not read. Not a power of two, so that rows of scores lie well in the cache;
 * see apart.ts.
 */
const BLOCK = 136;
const NUMBER_BYTES = 4;

/** One block of queries of one document with the keys that some of them see; rows of the batch. */
interface Block {
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
  const numberRow = (headSize + GAP) * NUMBER_BYTES;
  const headRow = headSize * NUMBER_BYTES;

  /** Queries, or what has their shape, with the heads outside: [size, queries · group, key heads]. */
  const gather = (name: string, of: Pointer, first: number, count: number): Pointer => {
    const row = heads * headRow;
    const room = pass.scratch(name, (headSize + GAP) * count * heads);
    const from = graph.view3d(of, headSize, count, heads, row, headRow, first * row);
    const into = graph.view3d(room, headSize, count, heads, numberRow, count * numberRow, 0);
    graph.copy(from, into);
    return graph.view3d(room, headSize, count * group, keyHeads, numberRow, count * group * numberRow, 0);
  };
  /** The way back: into rows of [size · heads]. */
  const scatter = (from: Pointer, into: Pointer, first: number, count: number): void => {
    const row = heads * headRow;
    const view = graph.view3d(into, headSize, count, heads, row, headRow, first * row);
    graph.copy(graph.reshape3d(from, headSize, count, heads), view);
  };
  /** All keys or values, with rows that lie well in the cache. */
  const spread = (name: string, of: Pointer): Pointer => {
    const room = pass.scratch(name, (headSize + GAP) * keyHeads * tokens);
    const into = graph.view3d(room, headSize, keyHeads, tokens, numberRow, keyHeads * numberRow, 0);
    graph.copy(of, into);
    return room;
  };
  /** Of all keys or values those of a block: [size, keys, key heads]. */
  const keysOf = (room: Pointer, { key, keys }: Pick<Block, "key" | "keys">): Pointer =>
    graph.view3d(room, headSize, keys, keyHeads, keyHeads * numberRow, numberRow, key * keyHeads * numberRow);
  /** The same of a tensor without gaps. */
  const sumsOf = (of: Pointer, { key, keys }: Block): Pointer =>
    graph.view3d(of, headSize, keys, keyHeads, keyHeads * headRow, headRow, key * keyHeads * headRow);

  const result = graph.fill(graph.reshape2d(q.tensor, headSize * heads, tokens), 0);
  const blocks: Block[] = [];
  const keyRoom = spread("keys", k.tensor);
  const valueRoom = spread("values", v.tensor);
  for (const { start, length } of pass.documents) {
    for (let first = 0; first < length; first += BLOCK) {
      const queries = Math.min(BLOCK, length - first);
      const from = window === null ? 0 : Math.max(0, first - window + 1);
      const place = { query: start + first, queries, key: start + from, keys: first + queries - from };
      const scores = graph.mulMat(keysOf(keyRoom, place), gather("queries", q.tensor, place.query, queries));
      const mask = pass.mask(place.keys, queries, first - from, window ?? length);
      const weights = graph.reshape3d(
        graph.softMax(graph.reshape3d(scores, place.keys, queries, heads), mask, scale, 0),
        place.keys,
        queries * group,
        keyHeads,
      );
      blocks.push({ ...place, weights });
      scatter(graph.outProd(keysOf(valueRoom, place), graph.transpose(weights)), result, place.query, queries);
    }
  }

  return tape.recordOne(result, {
    inputs: [q, k, v],
    back(gradients, give) {
      const gradient = only(gradients);
      const towards = { q: graph.fill(q.tensor, 0), k: graph.fill(k.tensor, 0), v: graph.fill(v.tensor, 0) };
      const queryRows = graph.reshape2d(towards.q, headSize * heads, tokens);
      spread("keys", k.tensor);
      spread("values", v.tensor);
      for (const block of blocks) {
        const { query, queries, keys, weights } = block;
        const out = gather("results", gradient, query, queries);
        graph.addInPlace(sumsOf(towards.v, block), graph.outProd(out, weights));
        const byWeights = graph.reshape3d(graph.mulMat(keysOf(valueRoom, block), out), keys, queries, heads);
        const byScores = graph.reshape3d(
          graph.softMaxBack(byWeights, graph.reshape3d(weights, keys, queries, heads), scale, 0),
          keys,
          queries * group,
          keyHeads,
        );
        scatter(graph.outProd(keysOf(keyRoom, block), graph.transpose(byScores)), queryRows, query, queries);
        const asked = gather("queries", q.tensor, query, queries);
        graph.addInPlace(sumsOf(towards.k, block), graph.outProd(asked, byScores));
      }
      give(q, towards.q);
      give(k, towards.k);
      give(v, towards.v);
    },
  });
}
