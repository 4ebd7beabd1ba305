import type { EngineState, Fit, LoadOptions, Machine, Model } from "./contract.ts";
import type { FreeMemory } from "./fit/devices.ts";
import { fitOf, freeMemoryOf } from "./fit/fit.ts";
import { inRoom, roomFor } from "./fit/room.ts";
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
    templateFault: facts.about.templateFault,
    thinks: facts.thinks,
    problem: record.problem,
    fit,
    tokensPerSecond: record.tokensPerSecond,
    addedAt: record.addedAt,
    lastUsedAt: record.lastUsedAt,
    loadOptions: record.loadOptions,
  };
}

/** Whether a model fits in what is free now, and in what its loading would free: what the page before loading says, too. */
export function fitNow(
  record: ModelRecord,
  loadOptions: LoadOptions,
  machine: Machine | null,
  engines: readonly EngineState[],
): Fit {
  if (machine === null) return { state: "unknown", neededBytes: record.sizeBytes, freeBytes: 0 };
  const room = roomFor(record.id, freeMemoryOf(machine), engines);
  const fitIn = (free: FreeMemory) => fitOf(record.facts, record.sizeBytes, loadOptions, free);
  return inRoom(room, fitIn, (fit) => fit.state === "too-large").fit;
}
