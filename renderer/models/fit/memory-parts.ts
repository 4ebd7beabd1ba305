import type { EngineState, Machine, Model } from "#main/models/contract.ts";

/** Who holds the computer's memory, in bytes; together they are `totalBytes`. */
export interface MemoryParts {
  readonly totalBytes: number;
  readonly othersBytes: number;
  /** The weights of the model that is looked at. */
  readonly modelBytes: number;
  /** Its room for conversation and working memory. */
  readonly conversationBytes: number;
  /** Cloister itself, and models beside the one that is looked at. */
  readonly cloisterBytes: number;
  readonly freeBytes: number;
  /** The model is not loaded: its parts are an estimate. */
  readonly estimated: boolean;
}

/**
 * The memory of the computer with one model in it, as it is or as it would be. The file's size stands for the weights; what the
 * engine holds beyond that is conversation and work.
 */
export function memoryParts(machine: Machine, model: Model | null, engine: EngineState | null): MemoryParts {
  const total = machine.totalMemoryBytes;
  const others = clamp(total - machine.freeMemoryBytes - machine.cloisterMemoryBytes, 0, total);
  const loaded = engine !== null && engine.memoryBytes > 0;
  const held = loaded ? engine.memoryBytes : model === null ? 0 : model.fit.neededBytes;
  const weights = model === null ? 0 : Math.min(model.sizeBytes, held);
  const rest = clamp(machine.cloisterMemoryBytes - (loaded ? held : 0), 0, total - others);
  const free = Math.max(0, total - others - rest - held);
  return {
    totalBytes: total,
    othersBytes: others,
    modelBytes: weights,
    conversationBytes: held - weights,
    cloisterBytes: rest,
    freeBytes: free,
    estimated: model !== null && !loaded,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
