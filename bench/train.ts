import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { medianOf } from "#main/engine/median.ts";
import { makeTrainVenv } from "#main/tools/train-venv.ts";
import { examineData } from "#main/trainer/data/examine.ts";
import { openTokenised } from "#main/trainer/data/open-tokenised.ts";
import { createOrder } from "#main/trainer/order.ts";
import { USUAL_SETTINGS } from "#main/trainer/train-contract.ts";
import type { Bench, BenchContext } from "./lib/bench.ts";
import { requireSampleModel } from "./lib/sample-model.ts";
import { trainWithOurs } from "./train/ours.ts";
import { trainWithPeft } from "./train/peft.ts";
import type { PeftRequest, TrainRequest, TrainSide, TrainStep } from "./train/request.ts";

/** Notes that doctors' assistants wrote of conversations (MTS-Dialog); data that developers keep beside the project. */
const DATA =
  process.env["CLOISTER_MTS_DIALOG"] ??
  fileURLToPath(new URL("../../shared/data/mts-dialog/MTS-Dialog-TrainingSet.csv", import.meta.url));
const LONGEST_TOKENS = 1_024;
/** Examples of one point of the curve: few are less even, and are still the same on both sides. */
const BLOCK = { full: 50, short: 10 };

/** The same examples in the same order from the same first numbers; PEFT in the precision that is fastest here. */
export const bench: Bench = {
  about: "LoRA training of the sample model against PyTorch with PEFT: speed, memory, losses",
  async run(context) {
    const { full, report, note, signal, folder } = context;
    const request: TrainRequest = {
      model: requireSampleModel(),
      threads: Math.min(2, availableParallelism()),
      rank: 16,
      alpha: 32,
      learningRate: 2e-4,
      weightDecay: 0.01,
      clipNorm: 1,
      batchExamples: 4,
    };
    if (!existsSync(DATA)) throw new Error(`No MTS-Dialog at ${DATA}: say where with CLOISTER_MTS_DIALOG.`);
    const python = await makeTrainVenv(note);
    await readData(context, request.model);
    const examples = full ? 200 : 30;
    const ordered = examplesInOrder(folder, examples);

    const ours = await trainWithOurs({ ...request, folder, examples }, signal);
    note(`ours: ${describe(ours)}`);
    const precision = fastestPrecision();
    const whole: PeftRequest = { ...request, examples: ordered, precision, start: ours.start };
    const peft = await trainWithPeft(python, { request: whole, folder, signal });
    note(`PEFT in ${precision}: ${describe(peft)}`);

    report({ metric: "tokensPerSecond", value: speedOf(ours), unit: "tokens/s", reference: speedOf(peft) });
    // The middle of the steps': whatever else the computer did in one of them is left out.
    const ratio = medianOf(peft.steps.map(({ seconds }, step) => seconds / (ours.steps[step]?.seconds ?? NaN)));
    report({ metric: "ratio", value: ratio, unit: "ratio", reference: 1, goal: { op: ">=", value: 2.5 } });
    report({ metric: "memory", value: ours.peakBytes / 1e6, unit: "MB", reference: peft.peakBytes / 1e6 });
    const memoryRatio = ours.peakBytes / peft.peakBytes;
    report({ metric: "memoryRatio", value: memoryRatio, unit: "ratio", reference: 1, goal: { op: "<=", value: 0.3 } });
    reportCurve(ours, peft, full ? BLOCK.full : BLOCK.short, report);
  },
};

async function readData({ folder, signal, note }: BenchContext, model: string): Promise<void> {
  const columns = { prompt: "dialogue", answer: "section_text", system: "section_header" };
  const { training, longestTokens } = await examineData({
    model: { path: model, name: "sample model" },
    sources: [{ path: DATA, name: "MTS-Dialog", format: "csv", columns }],
    data: { template: null, contextTokens: LONGEST_TOKENS, tooLong: "cut", heldOut: 0, seed: USUAL_SETTINGS.seed },
    folder,
    signal,
    onProgress: () => undefined,
  });
  note(`MTS-Dialog: ${JSON.stringify({ ...training, longestTokens })}`);
}

/** As the recipe reads them. */
function examplesInOrder(folder: string, count: number): PeftRequest["examples"] {
  using data = openTokenised(folder);
  const order = createOrder({ ...USUAL_SETTINGS, epochs: 1, batchExamples: 1, count });
  return Array.from({ length: order.steps }, (_, step) => {
    const [index = 0] = order.examplesOf(step);
    const { ids, targets } = data.training.at(index);
    return { ids: [...ids], targets: [...targets] };
  });
}

/**
 * The faster one of this processor, by what it has: where there are no products in BF16, PyTorch makes them some eight times slower than
 * in F32 (4 to 5 against 34 to 38 GFLOP/s on a Zen 3), and trying it takes longer than all the rest.
 */
function fastestPrecision(): PeftRequest["precision"] {
  const flags = existsSync("/proc/cpuinfo") ? readFileSync("/proc/cpuinfo", "utf8") : "";
  return /\b(avx512_bf16|amx_bf16)\b/.test(flags) ? "bf16" : "f32";
}

/** The mean loss of each block of examples on both sides; `curve` is the largest difference. */
function reportCurve(ours: TrainSide, peft: TrainSide, size: number, report: BenchContext["report"]): void {
  const theirs = blocksOf(peft.steps, size);
  const differences = blocksOf(ours.steps, size).map((loss, block) => {
    const reference = theirs[block] ?? NaN;
    report({ metric: `loss${String((block + 1) * size)}`, value: loss, unit: "nats", reference });
    return Math.abs(loss - reference);
  });
  // Two trials of the same data on the same computer, in BF16 and with our copies in Q8_0, differed by up to 0.03 over ten examples.
  report({ metric: "curve", value: Math.max(...differences), unit: "nats", goal: { op: "<=", value: 0.05 } });
}

function blocksOf(steps: readonly TrainStep[], size: number): number[] {
  const sums: { loss: number; examples: number }[] = [];
  let read = 0;
  for (const { loss, examples } of steps) {
    const sum = (sums[Math.floor(read / size)] ??= { loss: 0, examples: 0 });
    sum.loss += loss * examples;
    sum.examples += examples;
    read += examples;
  }
  return sums.map(({ loss, examples }) => loss / examples);
}

function speedOf({ steps }: TrainSide): number {
  return sumOf(steps, "tokens") / sumOf(steps, "seconds");
}

function sumOf(steps: readonly TrainStep[], field: "tokens" | "seconds"): number {
  return steps.reduce((sum, step) => sum + step[field], 0);
}

function describe(side: TrainSide): string {
  const tokens = sumOf(side.steps, "tokens");
  return `${speedOf(side).toFixed(1)} tokens/s over ${String(tokens)} tokens, ${(side.peakBytes / 1e6).toFixed(0)} MB at most`;
}
