import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { trainLora } from "../recipes/lora.ts";
import { createControl, type RunControl } from "../run/control.ts";
import type { FinishedAdapter, RunParts } from "../run/run.ts";
import type { FreeThreads } from "../threads.ts";
import type { StepReport, TrainEvent, TrainingSettings } from "../train-contract.ts";
import { USUAL_SETTINGS } from "../train-contract.ts";
import { knownData } from "./known-data.ts";
import { type KnownNetwork, type KnownOptions, knownNetwork } from "./known-network.ts";

export const twoThreads: FreeThreads = {
  now: () => 2,
  areKnown: () => Promise.resolve(),
  limit: () => undefined,
  [Symbol.dispose]: () => undefined,
};

export interface KnownRun {
  events: TrainEvent[];
  steps: StepReport[];
  network: KnownNetwork;
  /** What was handed over to be written. */
  adapter: { values: Float32Array; step: number; heldOutLoss: number | null } | null;
  error: unknown;
}

export interface KnownRunOptions extends KnownOptions {
  folder: string;
  settings?: Partial<TrainingSettings>;
  data?: Parameters<typeof knownData>[0];
  parts?: Partial<RunParts>;
  /** Sees each event; may end the run, or throw, as a child that is killed there. */
  onEvent?: (event: TrainEvent, control: RunControl) => void;
}

/** Trains a known network in a folder, and says all that happened. Never rejects. */
export async function runKnown(options: KnownRunOptions): Promise<KnownRun> {
  const model = join(options.folder, "model.gguf");
  writeFileSync(model, "a model");
  const control = createControl();
  const network = knownNetwork(options);
  const run: KnownRun = { events: [], steps: [], network, adapter: null, error: null };
  const settings = { ...USUAL_SETTINGS, learningRate: 0.05, judgeEvery: 5, saveEvery: 5, ...options.settings };
  const parts: RunParts = {
    openNetwork: () => Promise.resolve(network),
    openTokenised: () => knownData(options.data),
    writeAdapter({ values, step, heldOutLoss }: FinishedAdapter) {
      run.adapter = { values: values.slice(), step, heldOutLoss };
      return Promise.resolve();
    },
    freeDiskBytes: () => Promise.resolve(1e12),
    freeMemoryBytes: () => 1e12,
    ...options.parts,
  };
  try {
    await trainLora({
      input: {
        model: { path: model, name: "Known" },
        folder: options.folder,
        settings,
        maxThreads: 2,
        name: "Voice",
        modelSha256: null,
        versions: {},
      },
      parts,
      control,
      threads: twoThreads,
      emit(event) {
        run.events.push(event);
        if (event.type === "step") run.steps.push(event.report);
        options.onEvent?.(event, control);
      },
    });
  } catch (error) {
    run.error = error;
  }
  return run;
}
