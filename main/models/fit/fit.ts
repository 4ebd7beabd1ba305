import type { Fit, LoadOptions, Machine } from "../contract.ts";
import type { ModelFacts } from "../facts.ts";
import { SMALLEST_CONTEXT_TOKENS } from "../load-options.ts";
import { chatTokens, memoryNeed } from "./memory-need.ts";

/** What could be had by a model now, in bytes. */
export interface FreeMemory {
  ramBytes: number;
  /** Of all cards that engines can use; 0 without. */
  cardBytes: number;
}

/** Less than this, or than a tenth of what the model needs, to spare is "tight". */
const TIGHT_BYTES = 1e9;
const TIGHT_SHARE = 0.1;

/** Kinds that are never loaded by themselves. */
const PARTS_OF_OTHERS = new Set(["adapter", "projector", "vocabulary"]);

export function freeMemoryOf(machine: Machine): FreeMemory {
  return {
    ramBytes: machine.freeMemoryBytes,
    cardBytes: machine.gpus.reduce((sum, gpu) => sum + gpu.freeBytes, 0),
  };
}

/** Whether a model fits in what is free, with these options. `sizeBytes` stands in where the file says too little. */
export function fitOf(facts: ModelFacts, sizeBytes: number, options: LoadOptions, free: FreeMemory): Fit {
  const card = options.backend === "cpu" || options.gpuLayers === 0 ? 0 : free.cardBytes;
  const need = PARTS_OF_OTHERS.has(facts.kind) ? null : memoryNeed(facts, options, chatTokens(facts, options));
  const freeBytes = Math.max(free.ramBytes, 0) + card;
  if (need === null) return { state: "unknown", neededBytes: sizeBytes, freeBytes };
  return { state: stateOf(need.totalBytes, free.ramBytes, card), neededBytes: need.totalBytes, freeBytes };
}

function stateOf(neededBytes: number, ramBytes: number, cardBytes: number): Fit["state"] {
  const isTight = (room: number): boolean => room - neededBytes < Math.max(TIGHT_BYTES, neededBytes * TIGHT_SHARE);
  if (cardBytes > 0) {
    if (neededBytes <= cardBytes) return isTight(cardBytes) ? "tight" : "fits";
    return neededBytes <= cardBytes + ramBytes ? "part-on-card" : "too-large";
  }
  if (neededBytes > ramBytes) return "too-large";
  return isTight(ramBytes) ? "tight" : "fits";
}

/**
 * What must be free for loading to be tried: with room left to the engine, it takes less before it gives up, so only the
 * smallest counts. null: not known, then llama.cpp finds out.
 */
export function leastNeededBytes(facts: ModelFacts, options: LoadOptions): number | null {
  const wanted = chatTokens(facts, options);
  const tokens = options.contextTokens === "auto" ? Math.min(wanted, SMALLEST_CONTEXT_TOKENS) : wanted;
  return memoryNeed(facts, options, tokens)?.totalBytes ?? null;
}
