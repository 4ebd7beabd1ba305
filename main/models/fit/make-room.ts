import { AppError } from "#main/rpc/errors.ts";
import { type FreeMemory, leastNeededBytes } from "./fit.ts";
import type { ModelRecord } from "../store.ts";

/**
 * Makes sure that a model can be had in memory, putting away models that nobody uses, the longest unused first. `putAway` ends
 * one of them and says whether there was one. Throws NOT_ENOUGH_MEMORY.
 */
export async function makeRoom(
  record: ModelRecord,
  freeMemory: () => Promise<FreeMemory>,
  putAway: () => Promise<boolean>,
): Promise<void> {
  const options = record.loadOptions;
  const neededBytes = leastNeededBytes(record.facts, options);
  if (options.ignoreMemoryCheck || neededBytes === null) return;
  const usesCard = options.backend !== "cpu" && options.gpuLayers !== 0;
  for (;;) {
    const free = await freeMemory();
    const freeBytes = free.ramBytes + (usesCard ? free.cardBytes : 0);
    if (neededBytes <= freeBytes) return;
    if (await putAway()) continue;
    throw new AppError(
      "NOT_ENOUGH_MEMORY",
      `${record.name} needs ${gigabytes(neededBytes)} GB; ${gigabytes(freeBytes)} GB can be had. Use a smaller model, or give it less room for conversation.`,
      { model: record.name, neededBytes, freeBytes },
    );
  }
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
