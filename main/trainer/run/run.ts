import type { z } from "zod";
import type { Checkpoints } from "../checkpoint.ts";
import type { TokenisedData } from "../data/tokenised.ts";
import type { Network, ProductSpeeds } from "../network.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Order } from "../order.ts";
import type { FreeThreads } from "../threads.ts";
import type { TrainEvent, trainInputs, TrainingSettings } from "../train-contract.ts";
import type { RunControl } from "./control.ts";
import type { MemoryWatch } from "./memory.ts";
import type { RunProgress } from "./progress.ts";
import type { Speed } from "./speed.ts";

export type TrainInput = z.infer<(typeof trainInputs)["train"]>;
export type TrainDone = Extract<TrainEvent, { type: "done" }>;

/** What a run is made of; tests put a network with known gradients in. */
export interface RunParts {
  openNetwork(
    model: TrainInput["model"],
    options: TrainingSettings & { threads: number; speeds: ProductSpeeds | null; longestTokens: number },
  ): Promise<Network>;
  openTokenised(folder: string): TokenisedData;
  writeAdapter(adapter: FinishedAdapter): Promise<unknown>;
  freeDiskBytes(folder: string): Promise<number>;
  freeMemoryBytes(): number;
}

export interface FinishedAdapter {
  path: string;
  network: Network;
  values: Float32Array;
  input: TrainInput;
  dataHash: string;
  step: number;
  heldOutLoss: number | null;
  heldOutLossBefore: number | null;
}

/** What a recipe is called with. */
export interface RunGiven {
  readonly input: TrainInput;
  readonly parts: RunParts;
  readonly control: RunControl;
  readonly threads: FreeThreads;
  readonly emit: (event: TrainEvent) => void;
}

/** One training under way. */
export interface Run extends RunGiven {
  readonly data: TokenisedData;
  readonly network: Network;
  readonly settings: TrainingSettings;
  readonly order: Order;
  readonly optimizer: Optimizer;
  readonly checkpoints: Checkpoints;
  /** The trained numbers, as the network has them too. */
  readonly values: Float32Array;
  readonly gradients: Float32Array;
  /** Of the longest example: packs are no longer. */
  readonly mostTokens: number;
  readonly speed: Speed;
  progress: RunProgress;
  /** null: nothing yet. */
  saved: { progress: RunProgress; atMs: number } | null;
  /** That the last look at the held-out texts took. */
  judgingSeconds: number;
  memory: MemoryWatch;
}

/** Before each pack that is read: with as many threads as there are now, unless somebody wants it to end. */
export function mayGoOn({ control, network, threads }: Run): boolean {
  if (control.ending !== null) return false;
  network.setThreads(threads.now());
  return true;
}
