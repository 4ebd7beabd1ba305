import type { ModelFacts } from "../facts.ts";
import type { Fit, LoadOptions } from "./contract.ts";
import type { FreeMemory } from "./devices.ts";
import { fitDetailsOf } from "./fit.ts";
import { chatTokens, NOTHING_BESIDE } from "./memory-need.ts";

/** A change of the options with which a model fits that does not as it is set. */
export interface NearestSetting {
  change: Partial<LoadOptions>;
  fit: Fit;
}

/** Less room than this holds no conversation. */
const LEAST_ROOM_TOKENS = 1_024;

/**
 * The nearest options that fit, in the order of what they take away: fewer layers than fit on the card; one answer at a time; a KV cache of half
 * the size, which is hardly noticed; then half the room, and half of that. null when the model fits, or does not with any.
 */
export function nearestSetting(
  facts: ModelFacts,
  options: LoadOptions,
  free: FreeMemory,
  beside = NOTHING_BESIDE,
): NearestSetting | null {
  if (fitDetailsOf(facts, options, free, beside)?.fit.state !== "too-large") return null;
  for (const change of candidates(facts, options)) {
    const fit = fitDetailsOf(facts, { ...options, ...change }, free, beside)?.fit;
    if (fit !== undefined && fit.state !== "too-large") return { change, fit };
  }
  return null;
}

function* candidates(facts: ModelFacts, options: LoadOptions): Generator<Partial<LoadOptions>> {
  const room = chatTokens(facts, options);
  const layers: Partial<LoadOptions> = typeof options.gpuLayers === "number" ? { gpuLayers: "auto" } : {};
  if (options.gpuLayers !== "auto") yield layers;
  const alone = { ...layers, parallelChats: 1, contextTokens: room };
  if (options.parallelChats > 1) yield alone;
  const smaller = options.kvCacheType === "f16" ? ({ ...alone, kvCacheType: "q8_0" } as const) : alone;
  if (options.kvCacheType === "f16") yield smaller;
  for (let tokens = half(room); tokens >= LEAST_ROOM_TOKENS; tokens = half(tokens)) {
    yield { ...alone, contextTokens: tokens };
    if (smaller !== alone) yield { ...smaller, contextTokens: tokens };
  }
}

function half(tokens: number): number {
  return Math.floor(tokens / 2);
}
