import type { ModelFacts } from "../facts.ts";
import { SMALLEST_CONTEXT_TOKENS } from "../load-options.ts";
import type { Fit, LoadOptions, Machine } from "./contract.ts";
import { type DeviceNeed, type FreeMemory, shareOut } from "./devices.ts";
import { chatTokens, type MemoryNeed, memoryNeed, NOTHING_BESIDE } from "./memory-need.ts";

/** Less than this, or than a tenth of what the model needs, to spare is "tight". */
const TIGHT_BYTES = 1e9;
const TIGHT_SHARE = 0.1;

/** Kinds that are never loaded by themselves. */
const PARTS_OF_OTHERS = new Set(["adapter", "projector", "vocabulary"]);

/** What a model needs, where it goes, and whether that is there. */
export interface FitDetails {
  fit: Fit;
  need: MemoryNeed;
  devices: DeviceNeed;
}

export function freeMemoryOf(machine: Machine): FreeMemory {
  return {
    ramBytes: machine.freeMemoryBytes,
    cardBytes: machine.gpus.reduce((sum, gpu) => sum + gpu.freeBytes, 0),
  };
}

/** null where the file does not say enough. */
export function fitDetailsOf(
  facts: ModelFacts,
  options: LoadOptions,
  free: FreeMemory,
  beside = NOTHING_BESIDE,
): FitDetails | null {
  if (PARTS_OF_OTHERS.has(facts.kind) || facts.shape === null) return null;
  const tokens = chatTokens(facts, options);
  const need = memoryNeed(facts, options, tokens, beside);
  if (need === null) return null;
  const devices = shareOut(facts, facts.shape, options, tokens, need, free);
  const isOnCard = devices.gpuLayers > 0;
  const fit: Fit = {
    state: stateOf(devices, free),
    neededBytes: devices.ramBytes + devices.cardBytes,
    freeBytes: Math.max(free.ramBytes, 0) + (isOnCard ? free.cardBytes : 0),
  };
  return { fit, need, devices };
}

/** Whether a model fits in what is free, with these options. `sizeBytes` stands in where the file says too little. */
export function fitOf(facts: ModelFacts, sizeBytes: number, options: LoadOptions, free: FreeMemory): Fit {
  const known = fitDetailsOf(facts, options, free)?.fit;
  return known ?? { state: "unknown", neededBytes: sizeBytes, freeBytes: Math.max(free.ramBytes, 0) };
}

function stateOf({ ramBytes, cardBytes, gpuLayers, totalLayers }: DeviceNeed, free: FreeMemory): Fit["state"] {
  if (cardBytes > free.cardBytes || ramBytes > free.ramBytes) return "too-large";
  if (gpuLayers > 0 && gpuLayers < totalLayers) return "part-on-card";
  const isTight = (needed: number, room: number): boolean =>
    room - needed < Math.max(TIGHT_BYTES, needed * TIGHT_SHARE);
  if (gpuLayers > 0 && isTight(cardBytes, free.cardBytes)) return "tight";
  return isTight(ramBytes, free.ramBytes) ? "tight" : "fits";
}

/**
 * What must be free for loading to be tried: with room left to the engine, it takes less before it gives up, so only the
 * smallest counts. null: not known, then llama.cpp finds out.
 */
export function leastNeed(facts: ModelFacts, options: LoadOptions, free: FreeMemory): DeviceNeed | null {
  const least = options.contextTokens === "auto" ? SMALLEST_CONTEXT_TOKENS * options.parallelChats : null;
  const asked = least === null ? options : { ...options, contextTokens: least };
  return fitDetailsOf(facts, asked, free)?.devices ?? null;
}
