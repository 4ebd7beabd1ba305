import { AppError } from "#main/rpc/errors.ts";
import type { TokenisedData } from "../data/tokenised.ts";
import type { Network } from "../network.ts";
import type { FreeThreads } from "../threads.ts";
import type { RunParts, TrainInput } from "./run.ts";

export interface OpenedRun extends Disposable {
  readonly data: TokenisedData;
  readonly network: Network;
}

/** The texts and the model of a run. Throws INVALID_INPUT when they do not belong together, and what opening them throws. */
export async function openRun(
  { folder, model, settings }: Pick<TrainInput, "folder" | "model" | "settings">,
  parts: Pick<RunParts, "openNetwork" | "openTokenised">,
  threads: FreeThreads,
): Promise<OpenedRun> {
  using opened = new DisposableStack();
  const data = opened.use(parts.openTokenised(folder));
  if (data.training.count === 0) throw invalid("There is nothing to learn from: no example was left of the data.");
  const network = opened.use(await parts.openNetwork(model, { ...settings, threads: threads.now() }));
  if (network.words !== data.words) {
    throw invalid(
      `The data was made into tokens for a model with another vocabulary than ${model.name} has. Prepare it again for this model.`,
    );
  }
  const kept = opened.move();
  return { data, network, [Symbol.dispose]: () => kept.dispose() };
}

function invalid(problem: string): AppError {
  return new AppError("INVALID_INPUT", problem, { problem });
}
