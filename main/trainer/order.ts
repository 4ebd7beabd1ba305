import type { TrainingSettings } from "./train-contract.ts";

/**
 * Which examples a step reads. Everything follows from the seed and the step's number: a run that was killed goes on with the same
 * examples, and the same are left out by dropout, without anything having been saved.
 */
export interface Order {
  readonly steps: number;
  /** Examples that all steps read, the last of which may have fewer. */
  readonly examples: number;
  /** Indices into the data. */
  examplesOf(step: number): number[];
  /** Passes over the data before this step; 1.5 in the middle of the second. */
  epochAt(step: number): number;
}

export interface Ordered extends Pick<TrainingSettings, "epochs" | "maxSteps" | "batchExamples" | "seed"> {
  readonly count: number;
}

export function createOrder({ count, epochs, maxSteps, batchExamples, seed }: Ordered): Order {
  const examples = Math.min(Math.max(1, Math.round(epochs * count)), (maxSteps ?? Infinity) * batchExamples);
  const steps = Math.ceil(examples / batchExamples);
  let shuffled: { epoch: number; order: Uint32Array } | null = null;

  function orderOf(epoch: number): Uint32Array {
    if (shuffled?.epoch !== epoch) shuffled = { epoch, order: shuffle(count, seedOf(seed, epoch)) };
    return shuffled.order;
  }

  return {
    steps,
    examples,
    examplesOf(step) {
      const end = Math.min((step + 1) * batchExamples, examples);
      const indices: number[] = [];
      for (let at = step * batchExamples; at < end; at++) {
        indices.push(orderOf(Math.floor(at / count))[at % count] as number);
      }
      return indices;
    },
    epochAt: (step) => Math.min(step * batchExamples, examples) / count,
  };
}

/**
 * Examples of a step in packs that are read in one go: at most `most` of them, and together no longer than the longest example, for
 * which the memory was measured. The longest first, each into the first pack that has room.
 */
export function pack(
  indices: readonly number[],
  options: { tokensAt: (index: number) => number; mostExamples: number; mostTokens: number },
): number[][] {
  const packs: { indices: number[]; tokens: number }[] = [];
  for (const index of indices.toSorted((a, b) => options.tokensAt(b) - options.tokensAt(a) || a - b)) {
    const tokens = options.tokensAt(index);
    const fitting = packs.find(
      (each) => each.indices.length < options.mostExamples && each.tokens + tokens <= options.mostTokens,
    );
    if (fitting === undefined) packs.push({ indices: [index], tokens });
    else {
      fitting.indices.push(index);
      fitting.tokens += tokens;
    }
  }
  return packs.map(({ indices }) => indices);
}

/** A seed made of several numbers, 32 bits (the finaliser of MurmurHash3 over each). */
export function seedOf(...numbers: readonly number[]): number {
  let seed = 0x9e37_79b9;
  for (const number of numbers) {
    seed = Math.imul(seed ^ number, 0x85eb_ca6b);
    seed = Math.imul(seed ^ (seed >>> 13), 0xc2b2_ae35);
    seed ^= seed >>> 16;
  }
  return seed >>> 0;
}

/** Fisher and Yates, with Mulberry32. */
function shuffle(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  let state = seed;
  for (let left = count; left > 1; left--) {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const other = Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * left);
    const last = order[left - 1] as number;
    order[left - 1] = order[other] as number;
    order[other] = last;
  }
  return order;
}
