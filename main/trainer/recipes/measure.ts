import type { z } from "zod";
import { diskBytesOf } from "../checkpoint.ts";
import type { ExampleList } from "../data/tokenised.ts";
import { createOrder } from "../order.ts";
import type { Curve } from "../run/curve.ts";
import { lookedAt, looksOf } from "../run/judging.ts";
import { type Measured, measureSteps } from "../run/measure-steps.ts";
import { type OpenedRun, openRun } from "../run/open.ts";
import type { RunParts } from "../run/run.ts";
import type { FreeThreads } from "../threads.ts";
import type { MeasureEvent, TrainingPlan, trainInputs } from "../train-contract.ts";

export interface Measuring {
  input: z.infer<(typeof trainInputs)["measure"]>;
  parts: Pick<RunParts, "openNetwork" | "openTokenised">;
  threads: FreeThreads;
  emit: (event: MeasureEvent) => void;
  seconds?: number;
}

const USUAL_SECONDS = 10;
/** The run's own rows of trained numbers: values, gradients and both moments. */
const ROWS = 4;
/** Others use the computer too: no estimate is better than this. */
const LEAST_SPREAD = 0.1;

/**
 * Takes some seconds of real steps, the longest example first, and says what the training would take. The network is its own and closed
 * again, and nothing of the run is touched, but that the weights' types are chosen for it. Throws what a training throws before its first step.
 */
export async function measureTraining(measuring: Measuring): Promise<TrainingPlan> {
  const { input, parts, threads, emit, seconds = USUAL_SECONDS } = measuring;
  emit({ type: "progress", step: "loading", fraction: 0 });
  using opened = await openRun(input, parts, threads);
  await threads.areKnown();
  const { network, data } = opened;
  const measured = await measureSteps({
    network,
    examples: data.training,
    clipNorm: input.settings.clipNorm,
    seconds,
    onProgress(fraction) {
      network.setThreads(threads.now());
      emit({ type: "progress", step: "measuring", fraction });
    },
  });
  return { ...planOf(input, opened, measured), threads: threads.now() };
}

function planOf({ settings }: Measuring["input"], { data, network }: OpenedRun, measured: Measured) {
  const { training, heldOut } = data;
  const order = createOrder({ ...settings, count: training.count });
  const passes = order.examples / training.count;
  const tokens = Math.round(passes * sumOver(training, (length) => length));
  const learning = passes * secondsFor(training, measured.learning) + order.steps * measured.update;
  const looked = lookedAt(heldOut.count);
  const oneLook = looked.reduce((sum, index) => sum + measured.judging.at(heldOut.tokensAt(index)), 0);
  const likely = learning + looksOf(settings, order.steps) * oneLook;
  const ratios = measured.learning.ratios();
  const { weights, transposed, adapter, compute, card } = network.memory();
  const row = network.lora.length * Float32Array.BYTES_PER_ELEMENT;
  return {
    steps: order.steps,
    tokens,
    tokensPerSecond: learning > 0 ? tokens / learning : 0,
    seconds: {
      likely,
      least: likely * Math.min(1 - LEAST_SPREAD, ...ratios),
      most: likely * Math.max(1 + LEAST_SPREAD, ...ratios),
    },
    memory: {
      weights,
      transposed,
      adapter: adapter + ROWS * row,
      compute,
      whole: Math.max(measured.memoryBytes, weights + transposed + adapter + ROWS * row + compute),
    },
    card,
    fallbacks: [...network.fallbacks],
    refusedCard: network.refusedCard,
    adapterBytes: row / 2,
    diskBytes: diskBytesOf(network.lora.length),
  };
}

function secondsFor(examples: ExampleList, curve: Curve): number {
  return sumOver(examples, (length) => curve.at(length));
}

function sumOver(examples: ExampleList, of: (length: number) => number): number {
  let sum = 0;
  for (let index = 0; index < examples.count; index++) sum += of(examples.tokensAt(index));
  return sum;
}
