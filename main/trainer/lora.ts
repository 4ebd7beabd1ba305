import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import type { GroupAdapter, Linear, LinearGroup, LowRank } from "./frozen.ts";
import { startGgml } from "./ggml/ggml.ts";
import { F32 } from "./ggml/graph.ts";
import type { Machine } from "./ggml/machine.ts";
import { createStore } from "./ggml/store.ts";
import { GRADIENT_SCALE } from "./blocks/head.ts";
import type { LoraPair, LoraParameters } from "./network.ts";

export interface LoraOptions {
  groups: readonly LinearGroup[];
  machine: Machine;
  rank: number;
  alpha: number;
  /** Scaled by alpha / √rank (Kalajdzievski 2023). */
  isRankStabilised: boolean;
  seed: number;
}

export interface Lora extends LoraParameters, Disposable {
  bytes(): number;
}

/**
 * Makes the adapter and gives each group of layers its part: the A matrices of layers that read the same lie behind one another, so
 * that they are one matrix; then each B. A begins as PEFT's (`kaiming_uniform_` with a = √5, which is evenly spread between ±1/√columns),
 * B with zeros, so that the adapter changes nothing yet. null: not enough memory.
 */
export async function createLora(options: LoraOptions): Promise<Lora | null> {
  const { groups, machine, rank, alpha, isRankStabilised, seed } = options;
  const scale = alpha / (isRankStabilised ? Math.sqrt(rank) : rank);
  const places = layOut(groups, rank);
  const ggml = startGgml();
  const store = createStore(machine.bufferType, 2 + places.reduce((sum, { pairs }) => sum + 2 + 2 * pairs.length, 0));
  const pairs = places.flatMap((place) => place.pairs.map(({ pair }) => pair));
  const length = pairs.reduce((sum, { columns, rows }) => sum + rank * (columns + rows), 0);
  const values = store.add(F32, length, 1);
  const gradients = store.add(F32, length, 1);
  if (!(await store.allocate())) return null;

  const none = new Float32Array(length);
  ggml.set(values, firstValues(pairs, rank, length, seed), 0, length * 4);
  ggml.set(gradients, none, 0, length * 4);
  for (const place of places) {
    const ranks = rank * place.pairs.length;
    const { columns } = place.group;
    const own = new Map<Linear, LowRank>();
    place.pairs.forEach(({ linear, pair }, index) => {
      const b = store.view(values, pair.rows, rank, pair.bAt);
      own.set(linear, { b, bGradient: store.view(gradients, pair.rows, rank, pair.bAt), first: index * rank });
    });
    const adapter: GroupAdapter = {
      rank,
      ranks,
      scale,
      a: store.view(values, columns, ranks, place.aAt),
      aGradient: store.view(gradients, columns, ranks, place.aAt),
      pairs: own,
    };
    place.group.adapter = adapter;
  }

  return {
    rank,
    scale,
    pairs,
    length,
    readValues: (into) => ggml.get(values, into, 0, length * 4),
    writeValues: (from) => ggml.set(values, from, 0, length * 4),
    readGradients(into) {
      ggml.get(gradients, into, 0, length * 4);
      for (let index = 0; index < length; index += 1) into[index] = (into[index] ?? 0) / GRADIENT_SCALE;
    },
    clearGradients: () => ggml.set(gradients, none, 0, length * 4),
    bytes: () => store.bytes(),
    [Symbol.dispose]: () => store[Symbol.dispose](),
  };
}

interface Place {
  readonly group: LinearGroup;
  readonly aAt: number;
  readonly pairs: readonly { readonly linear: Linear; readonly pair: LoraPair }[];
}

function layOut(groups: readonly LinearGroup[], rank: number): Place[] {
  let at = 0;
  const take = (numbers: number): number => {
    at += numbers;
    return at - numbers;
  };
  const places: Place[] = [];
  for (const group of groups) {
    const trained = group.linears.filter(({ isTrained }) => isTrained);
    if (trained.length === 0) continue;
    const aAt = take(rank * group.columns * trained.length);
    const pairs = trained.map((linear, index) => ({
      linear,
      pair: {
        tensor: linear.tensor,
        columns: linear.columns,
        rows: linear.rows,
        aAt: aAt + index * rank * group.columns,
        bAt: take(rank * linear.rows),
      },
    }));
    places.push({ group, aAt, pairs });
  }
  return places;
}

function firstValues(pairs: readonly LoraPair[], rank: number, length: number, seed: number): Float32Array {
  const random = randomValues(seed);
  const values = new Float32Array(length);
  // Evenly spread between ±1/√columns: a standard deviation of that by √3.
  for (const { columns, aAt } of pairs) values.set(random(rank * columns, 1 / Math.sqrt(3 * columns)), aAt);
  return values;
}
