import type { ExampleList } from "../data/tokenised.ts";
import type { Network } from "../network.ts";
import { clipGradients, createOptimizer } from "../optimizer.ts";
import { createCurve, type Curve } from "./curve.ts";
import { startStopwatch } from "./speed.ts";

/** Seconds, as they were taken on this computer. */
export interface Measured {
  /** To learn from an example of so many tokens, and to look at it without learning. */
  readonly learning: Curve;
  readonly judging: Curve;
  /** Of the optimiser, once a step. */
  readonly update: number;
  /** Of this process, at most: what the system itself says of the longest example, with all that holds memory. */
  readonly memoryBytes: number;
}

export interface MeasureOptions {
  network: Network;
  examples: ExampleList;
  clipNorm: number;
  /** It goes on for so long, at most; but the longest example is always read. */
  seconds: number;
  /** Before each example. */
  onProgress: (fraction: number) => void;
}

/** Different lengths that are tried: a token takes longer in a long example. */
const LENGTHS = 7;
/** Rounds over them, where there is time. */
const ROUNDS = 4;

/** Real steps, but for the last of it: the trained numbers stay what they were. */
export async function measureSteps(options: MeasureOptions): Promise<Measured> {
  const { network, examples, clipNorm, seconds, onProgress } = options;
  const learning = createCurve();
  const judging = createCurve();
  const whole = startStopwatch();
  let memoryBytes = 0;
  const read = async (index: number): Promise<number> => {
    const watch = startStopwatch();
    await network.learn([examples.at(index)], { weight: 1, dropoutSeed: 0 });
    memoryBytes = Math.max(memoryBytes, process.memoryUsage.rss());
    return watch.seconds();
  };

  const tried = differentLengths(examples);
  onProgress(0);
  // The first time gets the memory from the system: that takes its own time, and is what the longest is read for.
  const [longest] = tried;
  if (longest !== undefined) await read(longest);
  const queue = Array.from({ length: ROUNDS }, () => tried).flat();
  for (const index of queue) {
    const spent = whole.seconds() / seconds;
    if (spent >= 1 && learning.count > 0) break;
    onProgress(Math.min(1, spent));
    const tokens = examples.tokensAt(index);
    learning.add(tokens, await read(index));
    if (judging.count === tried.length) continue;
    const watch = startStopwatch();
    await network.judge([examples.at(index)]);
    judging.add(tokens, watch.seconds());
  }
  const update = measureUpdate(network, clipNorm);
  return { learning, judging, update, memoryBytes: Math.max(memoryBytes, process.memoryUsage.rss()) };
}

/** Evenly spread over the lengths that there are, the longest first. */
function differentLengths(examples: ExampleList): number[] {
  const byLength = Array.from({ length: examples.count }, (_, index) => index).toSorted(
    (a, b) => examples.tokensAt(b) - examples.tokensAt(a),
  );
  const tried = new Map<number, number>();
  for (let at = 0; at < LENGTHS; at++) {
    const index = byLength[Math.round((at * (byLength.length - 1)) / (LENGTHS - 1))] as number;
    if (!tried.has(examples.tokensAt(index))) tried.set(examples.tokensAt(index), index);
  }
  return [...tried.values()];
}

function measureUpdate({ lora }: Network, clipNorm: number): number {
  const values = new Float32Array(lora.length);
  const gradients = new Float32Array(lora.length);
  const optimizer = createOptimizer(lora.length, 0);
  lora.readValues(values);
  const watch = startStopwatch();
  lora.readGradients(gradients);
  clipGradients(gradients, clipNorm);
  // With a rate of nought everything is computed and nothing changed.
  optimizer.step(values, gradients, { learningRate: 0, update: 1 });
  lora.writeValues(values);
  lora.clearGradients();
  return watch.seconds();
}
