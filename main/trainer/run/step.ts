import { clipGradients } from "../optimizer.ts";
import { pack, seedOf } from "../order.ts";
import { learningRateAt } from "../schedule.ts";
import type { StepReport } from "../train-contract.ts";
import { mayGoOn, type Run } from "./run.ts";
import { startStopwatch } from "./speed.ts";

/** "ended": somebody wants it to. Nothing was changed by this and by "not-a-number". */
type Outcome = StepReport | "ended" | "not-a-number";

/** Reads the step's examples in packs, adds their gradients up, and changes the trained numbers once. */
export async function takeStep(run: Run): Promise<Outcome> {
  const { network, data, settings, order, optimizer, values, gradients, progress } = run;
  const watch = startStopwatch();
  const { step } = progress;
  const indices = order.examplesOf(step);
  let loss = 0;
  let tokens = 0;
  network.lora.clearGradients();
  for (const [at, indicesOfPack] of packsOf(run, indices).entries()) {
    if (!mayGoOn(run)) return "ended";
    const examples = indicesOfPack.map((index) => data.training.at(index));
    const dropoutSeed = seedOf(settings.seed, step, at);
    for (const read of await network.learn(examples, { weight: 1 / indices.length, dropoutSeed })) {
      loss += read.loss / indices.length;
      tokens += read.tokens;
    }
  }
  network.lora.readGradients(gradients);
  const gradientNorm = clipGradients(gradients, settings.clipNorm);
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return "not-a-number";
  const learningRate = learningRateAt(settings, step, order.steps) * progress.rateFactor;
  optimizer.step(values, gradients, { learningRate, update: step + 1 });
  network.lora.writeValues(values);
  const seconds = watch.seconds();
  run.speed.add({ tokens, seconds, switches: watch.switches() });
  return { step: step + 1, epoch: order.epochAt(step + 1), loss, gradientNorm, learningRate, tokens, seconds };
}

function packsOf({ data, settings, mostTokens }: Run, indices: readonly number[]): number[][] {
  const tokensAt = (index: number): number => data.training.tokensAt(index);
  return pack(indices, { tokensAt, mostExamples: settings.packExamples, mostTokens });
}
