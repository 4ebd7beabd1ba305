import type { EngineState, Fit, LoadOptions, Machine, Model } from "./contract.ts";
import { fitOf, freeMemoryOf } from "./fit/fit.ts";
import type { ModelRecord } from "./store.ts";

/** What the list says of a model beyond its record. */
export type Beside = Pick<
  Model,
  "isSample" | "isFavourite" | "note" | "isDouble" | "partOf" | "estimatedTokensPerSecond"
>;

/** What a page sees of a model. */
export function modelOf(record: ModelRecord, beside: Beside, fit: Fit): Model {
  const { facts } = record;
  return {
    id: record.id,
    name: record.name,
    kind: facts.kind,
    path: record.path,
    keptIn: record.keptIn,
    ...beside,
    sizeBytes: record.sizeBytes,
    architecture: facts.architecture,
    parameters: facts.parameters,
    activeParameters: facts.about.activeParameters,
    quantisation: facts.quantisation,
    licence: facts.licence,
    trainedContextTokens: facts.trainedContextTokens,
    hasChatTemplate: facts.hasChatTemplate,
    thinks: facts.thinks,
    problem: record.problem,
    fit,
    tokensPerSecond: record.tokensPerSecond,
    addedAt: record.addedAt,
    lastUsedAt: record.lastUsedAt,
    loadOptions: record.loadOptions,
  };
}

/** Whether a model fits in what is free now. What its own engine holds would be free for it. */
export function fitNow(
  record: ModelRecord,
  loadOptions: LoadOptions,
  machine: Machine | null,
  own: EngineState | undefined,
): Fit {
  if (machine === null) return { state: "unknown", neededBytes: record.sizeBytes, freeBytes: 0 };
  const free = freeMemoryOf(machine);
  return fitOf(record.facts, record.sizeBytes, loadOptions, {
    ramBytes: free.ramBytes + (own?.memoryBytes ?? 0),
    cardBytes: free.cardBytes + (own?.gpuMemoryBytes ?? 0),
  });
}
