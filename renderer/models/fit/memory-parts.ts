import type { EngineState, Machine, Model, ModelsView } from "#main/models/contract.ts";

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
 * engine holds beyond that is conversation and work. Loading puts models away that nobody uses, where there is too little beside them.
 */
export function memoryParts(machine: Machine, model: Model | null, engines: readonly EngineState[]): MemoryParts {
  const total = machine.totalMemoryBytes;
  const engine = engines.find((one) => one.modelId === model?.id && one.memoryBytes > 0);
  const others = clamp(total - machine.freeMemoryBytes - machine.cloisterMemoryBytes, 0, total);
  const held = engine?.memoryBytes ?? model?.fit.neededBytes ?? 0;
  const weights = model === null ? 0 : Math.min(model.sizeBytes, held);
  const cloister = clamp(machine.cloisterMemoryBytes - (engine?.memoryBytes ?? 0), 0, total - others);
  const isShort = held > total - others - cloister && model !== null && model.fit.state !== "too-large";
  const rest = isShort ? Math.max(0, cloister - idleBytes(engines, model)) : cloister;
  return {
    totalBytes: total,
    othersBytes: others,
    modelBytes: weights,
    conversationBytes: held - weights,
    cloisterBytes: rest,
    freeBytes: Math.max(0, total - others - rest - held),
    estimated: model !== null && engine === undefined,
  };
}

/** What a model leaves free: the same figure wherever it is shown. */
export function spareBytes({ machine, engines }: Pick<ModelsView, "machine" | "engines">, model: Model): number {
  return memoryParts(machine, model, engines).freeBytes;
}

function idleBytes(engines: readonly EngineState[], model: Model): number {
  const idle = engines.filter(
    (one) => one.modelId !== model.id && one.phase === "ready" && one.busyChats + one.waitingChats === 0,
  );
  return idle.reduce((sum, one) => sum + one.memoryBytes, 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
