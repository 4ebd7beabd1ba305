import type { CardShare, Example, ExampleLoss, LoraParameters, Network, ProductSpeeds } from "../network.ts";

/**
 * A network whose loss and gradients are known: logistic regression. Each word is a row of numbers drawn from its id, and guesses of the
 * word behind it whether its id is even; all trained numbers are the weights of that guess. Everything around a network (the optimiser,
 * the order, saves, going on) is proven with it in milliseconds.
 */
export interface KnownNetwork extends Network {
  readonly values: Float32Array;
  readonly threads: readonly number[];
  /** What was learnt from, in its order. */
  readonly learnt: readonly { batch: readonly Example[]; weight: number; dropoutSeed: number }[];
  readonly isDisposed: boolean;
}

export interface KnownOptions {
  /** Called before each `learn`, with how many there were; what it returns is added to the losses: NaN makes them no number. */
  onLearn?: (calls: number) => number;
  /** The same for each `judge`. */
  onJudge?: (calls: number) => number;
  fallbacks?: readonly string[];
  refusedCard?: string | null;
  card?: CardShare | null;
  speeds?: ProductSpeeds;
  /** Leaves out a fifth of the features, drawn from the seed. */
  hasDropout?: boolean;
}

const RANK = 2;
const COLUMNS = 3;
const ROWS = 5;
const LENGTH = RANK * (COLUMNS + ROWS);

export function knownNetwork(options: KnownOptions = {}): KnownNetwork {
  const values = Float32Array.from({ length: LENGTH }, (_, at) => drawn(at, 7) * 0.1);
  const gradients = new Float32Array(LENGTH);
  const threads: number[] = [];
  const learnt: { batch: readonly Example[]; weight: number; dropoutSeed: number }[] = [];
  let judged = 0;
  let isDisposed = false;

  const lora: LoraParameters = {
    rank: RANK,
    scale: 2,
    pairs: [{ tensor: "blk.0.attn_q.weight", columns: COLUMNS, rows: ROWS, aAt: 0, bAt: RANK * COLUMNS }],
    length: LENGTH,
    readValues: (into) => into.set(values),
    writeValues: (from) => values.set(from),
    readGradients: (into) => into.set(gradients),
    clearGradients: () => void gradients.fill(0),
  };

  function read(example: Example, weight: number, dropoutSeed: number | null): ExampleLoss {
    const { ids, targets } = example;
    let loss = 0;
    for (const at of targets) {
      const features = Array.from({ length: LENGTH }, (_, index) => {
        const isLeftOut = options.hasDropout && dropoutSeed !== null && drawn(index, dropoutSeed) > 0.6;
        return isLeftOut ? 0 : drawn(index, ids[at] as number);
      });
      const sign = (ids[at + 1] as number) % 2 === 0 ? 1 : -1;
      const score = features.reduce((sum, feature, index) => sum + feature * (values[index] as number), 0);
      loss += Math.log1p(Math.exp(-sign * score)) / targets.length;
      const slope = -sign / (1 + Math.exp(sign * score));
      for (const [index, feature] of features.entries()) {
        gradients[index] = (gradients[index] as number) + (weight * slope * feature) / targets.length;
      }
    }
    return { loss, targets: targets.length, tokens: ids.length };
  }

  return {
    architecture: "known",
    words: 100,
    contextTokens: 100,
    lora,
    speeds: options.speeds ?? { "F32 plain": 1 },
    fallbacks: options.fallbacks ?? [],
    refusedCard: options.refusedCard ?? null,
    values,
    threads,
    learnt,
    get isDisposed() {
      return isDisposed;
    },
    async learn(batch, { weight, dropoutSeed }) {
      // As a real one, which computes in another thread: whoever waits meanwhile gets a turn.
      await new Promise((resolve) => setImmediate(resolve));
      learnt.push({ batch, weight, dropoutSeed });
      const added = options.onLearn?.(learnt.length) ?? 0;
      return batch.map((example) => {
        const { loss, ...rest } = read(example, weight, dropoutSeed);
        return { loss: loss + added, ...rest };
      });
    },
    judge(batch) {
      const kept = gradients.slice();
      const added = options.onJudge?.(++judged) ?? 0;
      const losses = batch.map((example) => {
        const { loss, ...rest } = read(example, 0, null);
        return { loss: loss + added, ...rest };
      });
      gradients.set(kept);
      return Promise.resolve(losses);
    },
    logits: () => Promise.reject(new Error("Nobody asks a known network for logits")),
    setThreads: (count) => void threads.push(count),
    memory: () => ({
      weights: 4_000,
      transposed: 2_000,
      adapter: LENGTH * 8,
      compute: 1_000,
      card: options.card ?? null,
    }),
    [Symbol.dispose]() {
      isDisposed = true;
    },
  };
}

/** A number from -1 to 1 that belongs to two others. */
function drawn(a: number, b: number): number {
  const wave = Math.sin(a * 12.9898 + b * 78.233) * 43_758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}
