import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { writeWhole } from "#main/lib/write-whole.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { TokenisedData } from "../data/tokenised.ts";
import type { Network, ProductSpeeds } from "../network.ts";
import { runFolder } from "../run-folder.ts";
import type { FreeThreads } from "../threads.ts";
import type { RunParts, TrainInput } from "./run.ts";

export interface OpenedRun extends Disposable {
  readonly data: TokenisedData;
  readonly network: Network;
}

/** The texts and the model of a run, in the types that were chosen when it was opened first. Throws INVALID_INPUT when they do not belong together, and what opening them throws. */
export async function openRun(
  { folder, model, settings }: Pick<TrainInput, "folder" | "model" | "settings">,
  parts: Pick<RunParts, "openNetwork" | "openTokenised">,
  threads: FreeThreads,
): Promise<OpenedRun> {
  using opened = new DisposableStack();
  const data = opened.use(parts.openTokenised(folder));
  if (data.training.count === 0) throw invalid("There is nothing to learn from: no example was left of the data.");
  const { speeds: file } = runFolder(folder);
  const speeds = await readSpeeds(file);
  const { longestTokens } = data.report;
  const network = opened.use(
    await parts.openNetwork(model, { ...settings, threads: threads.now(), speeds, longestTokens }),
  );
  if (JSON.stringify(network.speeds) !== JSON.stringify(speeds)) await writeSpeeds(file, network.speeds);
  if (network.words !== data.words) {
    throw invalid(
      `The data was made into tokens for a model with another vocabulary than ${model.name} has. Prepare it again for this model.`,
    );
  }
  const kept = opened.move();
  return { data, network, [Symbol.dispose]: () => kept.dispose() };
}

const productSpeeds = z.record(z.string(), z.number());

/** null: it was never opened, or the file cannot be read. */
async function readSpeeds(file: string): Promise<ProductSpeeds | null> {
  try {
    return productSpeeds.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}

function writeSpeeds(file: string, speeds: ProductSpeeds): Promise<void> {
  const text = JSON.stringify(speeds);
  return writeWhole(file, text.length, (temporary) => writeFile(temporary, text, { flush: true, mode: 0o600 }));
}

function invalid(problem: string): AppError {
  return new AppError("INVALID_INPUT", problem, { problem });
}
