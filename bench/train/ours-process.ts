import { readFileSync, writeFileSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { openTokenised } from "#main/trainer/data/open-tokenised.ts";
import type { TokenisedData } from "#main/trainer/data/tokenised.ts";
import type { LoraParameters } from "#main/trainer/network.ts";
import { openNetwork } from "#main/trainer/open-network.ts";
import { trainLora } from "#main/trainer/recipes/lora.ts";
import { createControl } from "#main/trainer/run/control.ts";
import { type TrainingSettings, USUAL_SETTINGS } from "#main/trainer/train-contract.ts";
import type { StartValues, TrainRequest, TrainSide, TrainStep } from "./request.ts";

/**
 * Our side, in a process of its own: the product's recipe on the first examples in a run's folder. Told over IPC what to do; answers with
 * an `OursAnswer`.
 */
export interface OursRequest extends TrainRequest {
  readonly folder: string;
  readonly examples: number;
}

export interface OursAnswer extends TrainSide {
  readonly start: StartValues;
}

process.on("message", (request: OursRequest) => void train(request).then((answer) => process.send?.(answer)));
process.on("disconnect", () => process.exit(0));

async function train(request: OursRequest): Promise<OursAnswer> {
  const { model, folder, threads, batchExamples, examples } = request;
  const settings = settingsOf(request);
  const steps: TrainStep[] = [];
  let start: StartValues | null = null;
  await trainLora({
    input: {
      model: { path: model, name: "model" },
      folder,
      settings,
      maxThreads: threads,
      name: "",
      modelSha256: null,
      versions: {},
    },
    parts: {
      async openNetwork(file, options) {
        const network = await openNetwork(file, options);
        start = writeStart(network.lora, join(folder, "start.f32"));
        return network;
      },
      openTokenised: (from) => firstOf(openTokenised(from), examples),
      // A figure of training: what comes of it is thrown away.
      writeAdapter: () => Promise.resolve(),
      freeDiskBytes: () => Promise.resolve(Infinity),
      freeMemoryBytes: freemem,
    },
    control: createControl(),
    threads: {
      now: () => threads,
      areKnown: () => Promise.resolve(),
      limit: () => undefined,
      [Symbol.dispose]: () => undefined,
    },
    emit(event) {
      if (event.type !== "step") return;
      const { loss, tokens, seconds } = event.report;
      const left = examples - steps.length * batchExamples;
      steps.push({ loss, tokens, seconds, examples: Math.min(batchExamples, left) });
    },
  });
  if (start === null) throw new Error("The network was not opened");
  return { steps, start, peakBytes: peakBytes() };
}

/** One pass at a constant rate; nothing held out, nothing saved before the end. */
function settingsOf({
  rank,
  alpha,
  learningRate,
  weightDecay,
  clipNorm,
  batchExamples,
}: OursRequest): TrainingSettings {
  const never = 1_000_000;
  return {
    ...USUAL_SETTINGS,
    ...{ rank, alpha, learningRate, weightDecay, clipNorm, batchExamples },
    device: "cpu",
    schedule: "constant",
    warmup: 0,
    epochs: 1,
    judgeEvery: never,
    saveEvery: never,
  };
}

/** As if the data were no longer. Packs are no longer than the longest of these. */
function firstOf(data: TokenisedData, count: number): TokenisedData {
  const { training, report } = data;
  if (training.count < count) throw new Error(`There are ${String(training.count)} examples, not ${String(count)}`);
  const lengths = Array.from({ length: count }, (_, index) => training.tokensAt(index));
  return {
    ...data,
    report: { ...report, longestTokens: Math.max(...lengths) },
    training: { ...training, count },
  };
}

function writeStart(lora: LoraParameters, file: string): StartValues {
  const values = new Float32Array(lora.length);
  lora.readValues(values);
  writeFileSync(file, values);
  return { file, offsets: Object.fromEntries(lora.pairs.map(({ tensor, aAt }) => [tensor, aAt])) };
}

/** The most memory that this process ever held, loading included. */
function peakBytes(): number {
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(kilobytes) * 1_024;
}
