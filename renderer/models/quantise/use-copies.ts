import type { ModelCopy } from "#main/models/quantise/contract.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";

const watch = createSharedWatch<ModelCopy[], ModelCopy[]>(
  (c, signal) => c.models.quantise.watch(undefined, { signal }),
  (_old, copies) => copies,
);

/** Copies of this model that were made here. */
export function useCopiesOf(sourceId: string): ModelCopy[] {
  return (watch.use((copies) => copies) ?? []).filter((copy) => copy.sourceId === sourceId);
}

/** The model as a copy that was made here; null when it was not. */
export function useCopy(modelId: string): ModelCopy | null {
  return watch.use((copies) => copies.find((copy) => copy.modelId === modelId) ?? null);
}
