import { statSync } from "node:fs";
import type { AdapterUse } from "#main/chat/contract.ts";
import type { EngineAdapter } from "#main/engine/contract.ts";
import { asSentence } from "#main/lib/sentence.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Library } from "./library/library.ts";
import type { ModelRecord } from "./store.ts";

/** Files of adapters for a model, after a look whether they can belong to it. Throws ADAPTER_INVALID, NOT_FOUND. */
export function resolveAdapters(library: Library, modelId: string, uses: readonly AdapterUse[]): EngineAdapter[] {
  const model = library.get(modelId);
  return uses.map(({ adapterId, name, scale }) => {
    const adapter = library.listed().find((record) => record.id === adapterId);
    if (adapter === undefined) {
      throw new AppError("NOT_FOUND", `The adapter ${name} is no longer listed.`, { what: "adapter" });
    }
    const problem = problemWith(adapter, model);
    if (problem === null) return { path: adapter.path, scale };
    const data = { adapter: adapter.name, model: model.name, problem: asSentence(problem) };
    throw new AppError("ADAPTER_INVALID", `${adapter.name} does not work with ${model.name}. ${data.problem}`, data);
  });
}

function problemWith(adapter: ModelRecord, model: ModelRecord): string | null {
  if (adapter.facts.kind !== "adapter") return "it is a model of its own, and no adapter";
  if (adapter.problem !== null && adapter.problem.code !== "MODEL_NOT_FOUND")
    return "its file has changed or is damaged";
  if (statSync(adapter.path, { throwIfNoEntry: false }) === undefined) return `it is no longer at ${adapter.path}`;
  if (adapter.facts.architecture !== model.facts.architecture) {
    return `it was made for models of the architecture "${adapter.facts.architecture}"`;
  }
  const made = adapter.facts.shape;
  const has = model.facts.shape;
  if (made === null || has === null) return null;
  if (made.layers > has.layers)
    return `it was made for a model of ${made.layers} layers, and this one has ${has.layers}`;
  if (made.embedding !== 0 && made.embedding !== has.embedding) return "it was made for a model of another size";
  return null;
}
