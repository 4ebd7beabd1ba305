import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import type { GroupAdapter, Linear, LinearGroup, LowRank } from "./frozen.ts";
import type { Machine } from "./ggml/machine.ts";
import { GRADIENT_SCALE } from "./blocks/head.ts";
import { createLoraMemory, type LoraPiece } from "./lora-memory.ts";
import type { LoraPair, LoraParameters } from "./network.ts";

export interface LoraOptions {
  groups: readonly LinearGroup[];
  machine: Pick<Machine, "bufferType" | "card">;
  placeOf: (layer: number) => "processor" | "card";
  rank: number;
  alpha: number;
  /** Scaled by alpha / √rank (Kalajdzievski 2023). */
  isRankStabilised: boolean;
  seed: number;
}

export interface Lora extends LoraParameters, Disposable {
  /** With the gradients. */
  bytes(): { all: number; onCard: number };
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
  const pairs = places.flatMap((place) => place.pairs.map(({ pair }) => pair));
  const length = pairs.reduce((sum, { columns, rows }) => sum + rank * (columns + rows), 0);
  const maxViews = places.reduce((sum, each) => sum + 2 + 2 * each.pairs.length, 0);
  const memory = await createLoraMemory(piecesOf(options, places, length), maxViews);
  if (memory === null) return null;

  const none = new Float32Array(length);
  memory.write("values", firstValues(pairs, rank, length, seed));
  memory.write("gradients", none);
  for (const place of places) {
    const ranks = rank * place.pairs.length;
    const { columns } = place.group;
    const own = new Map<Linear, LowRank>();
    place.pairs.forEach(({ linear, pair }, index) => {
      const b = memory.view("values", pair.rows, rank, pair.bAt);
      own.set(linear, { b, bGradient: memory.view("gradients", pair.rows, rank, pair.bAt), first: index * rank });
    });
    const adapter: GroupAdapter = {
      rank,
      ranks,
      scale,
      a: memory.view("values", columns, ranks, place.aAt),
      aGradient: memory.view("gradients", columns, ranks, place.aAt),
      pairs: own,
    };
    place.group.adapter = adapter;
  }

  return {
    rank,
    scale,
    pairs,
    length,
    readValues: (into) => memory.read("values", into),
    writeValues: (from) => memory.write("values", from),
    readGradients(into) {
      memory.read("gradients", into);
      for (let index = 0; index < length; index += 1) into[index] = (into[index] ?? 0) / GRADIENT_SCALE;
    },
    clearGradients: () => memory.write("gradients", none),
    bytes: () => ({ all: memory.bytes(), onCard: machine.card === null ? 0 : memory.bytes(machine.card.bufferType) }),
    [Symbol.dispose]: () => memory[Symbol.dispose](),
  };
}

/** The last layers are the card's, so that their numbers are the last: two pieces at most. */
function piecesOf({ machine, placeOf }: LoraOptions, places: readonly Place[], length: number): LoraPiece[] {
  const first = places.find(({ group }) => placeOf(group.layer) === "card");
  const split = first?.aAt ?? length;
  const pieces = [{ bufferType: machine.bufferType, from: 0, length: split }];
  if (machine.card !== null) pieces.push({ bufferType: machine.card.bufferType, from: split, length: length - split });
  return pieces.filter((piece) => piece.length > 0);
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
