import type { ModelFacts } from "../facts.ts";
import { bytesPerToken } from "./weights-use.ts";

/** How fast this computer's processor writes, measured with models made for it (measure-machine.ts). */
export interface MachineSpeed {
  /** Weights read and used. */
  bytesPerSecond: number;
  /** What every layer takes beside its weights: its threads meet several times in it. */
  layerMs: number;
  measuredAt: number;
}

/** Tokens a second of a model that runs on the processor alone; null where its file does not say enough. */
export function estimateSpeed(facts: ModelFacts, speed: MachineSpeed): number | null {
  const { shape, about, weightsBytes } = facts;
  if (shape === null || about.weights === null || shape.keysPerToken === 0) return null;
  const expertShare = about.experts === null ? 1 : about.experts.used / about.experts.count;
  const readMs = (bytesPerToken(about.weights, weightsBytes, expertShare) / speed.bytesPerSecond) * 1_000;
  return 1_000 / (readMs + shape.layers * speed.layerMs);
}

/** How far estimates have been from what was then measured: the median, as a share. null before there is any. */
export function errorSoFar(seen: readonly { estimated: number; measured: number }[]): number | null {
  const errors = seen.map(({ estimated, measured }) => Math.abs(estimated / measured - 1)).sort((a, b) => a - b);
  return errors[Math.floor(errors.length / 2)] ?? null;
}

/** From how long a token took of a large model and of one that is layers alone. */
export function speedFrom(
  large: { tokensPerSecond: number; bytes: number; layers: number },
  small: { tokensPerSecond: number; layers: number },
): Omit<MachineSpeed, "measuredAt"> {
  const layerMs = 1_000 / small.tokensPerSecond / small.layers;
  const largeMs = 1_000 / large.tokensPerSecond;
  // Where the layers take nearly all of it, the rest says nothing.
  const readMs = Math.max(largeMs - large.layers * layerMs, largeMs / 4);
  return { bytesPerSecond: (large.bytes / readMs) * 1_000, layerMs };
}
