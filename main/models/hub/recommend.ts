import type { Machine } from "../fit/contract.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import type { CatalogueModel } from "./contract.ts";
import { remoteFit } from "./remote-fit.ts";

/**
 * What a processor can read from its memory in a second: 25 GB is an ordinary laptop's. Words are written as fast as a model is read,
 * and five tokens a second is about as slow as one can bear to read along.
 */
const READABLE_BYTES = 25e9 / 5;

type Reason = NonNullable<CatalogueModel["recommended"]>;

/** Three for this computer: the best that fits and is not slow, a faster one, and one with other strengths. */
export function recommend(entries: readonly CatalogueEntry[], machine: Machine): Map<string, Reason> {
  const hasCard = machine.gpus.length > 0;
  // By what this computer has, not by what is free this minute: a suggestion should hold tomorrow.
  const whole: Machine = {
    ...machine,
    freeMemoryBytes: machine.totalMemoryBytes * 0.7,
    gpus: machine.gpus.map((gpu) => ({ ...gpu, freeBytes: gpu.totalBytes * 0.9 })),
  };
  const able = entries.filter(({ memoryBytes, readBytes }) => {
    const { state } = remoteFit(memoryBytes, whole);
    return state === "fits" || state === "tight" || (state === "part-on-card" && readBytes <= READABLE_BYTES)
      ? hasCard || readBytes <= READABLE_BYTES * 1.05
      : false;
  });
  const reasons = new Map<string, Reason>();
  const general = able.filter(({ uses }) => uses.includes("notes"));
  const best = largest(general.length > 0 ? general : able);
  if (best === undefined) return reasons;
  reasons.set(best.id, "best");
  const faster = largest(
    able.filter(
      (entry) => entry.readBytes <= best.readBytes / 1.8 && entry.sizeBytes < best.sizeBytes && !isCode(entry),
    ),
  );
  if (faster !== undefined) reasons.set(faster.id, "faster");
  const others = able.filter((entry) => !reasons.has(entry.id) && entry.uses.some((use) => !best.uses.includes(use)));
  const other = largest(others.filter((entry) => !isCode(entry))) ?? largest(able.filter(({ id }) => !reasons.has(id)));
  if (other !== undefined) reasons.set(other.id, "other");
  return reasons;
}

function isCode({ uses }: CatalogueEntry): boolean {
  return uses[0] === "code";
}

function largest(entries: readonly CatalogueEntry[]): CatalogueEntry | undefined {
  return entries.toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0];
}
