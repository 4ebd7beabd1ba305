import type { Machine } from "../fit/contract.ts";
import type { MachineSpeed } from "../fit/machine-speed.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import type { CatalogueModel } from "./contract.ts";
import { remoteFit } from "./remote-fit.ts";

/** Words are written as fast as a model is read; this is about as slow as one can bear to read along. */
const BEARABLE_TOKENS_PER_SECOND = 5;
/** What a processor reads from its memory in a second, where nobody measured it: less than an ordinary laptop's, to be sure. */
const UNMEASURED_BYTES_PER_SECOND = 15e9;
/** Of a model of the catalogue, about: it does not list them. */
const LAYERS = 32;

type Reason = NonNullable<CatalogueModel["recommended"]>;

/** Tokens a second of a model that is not here, about, on the processor alone; null where a card would help or nothing was measured. */
export function remoteSpeed(
  { readBytes }: CatalogueEntry,
  machine: Machine,
  measured: MachineSpeed | null,
): number | null {
  return measured === null || machine.gpus.length > 0 ? null : tokensPerSecond(readBytes, measured);
}

/** Three for this computer: the best that fits and is not slow, a faster one, and one with other strengths. */
export function recommend(
  entries: readonly CatalogueEntry[],
  machine: Machine,
  measured: MachineSpeed | null,
): Map<string, Reason> {
  const hasCard = machine.gpus.length > 0;
  const speed = measured ?? { bytesPerSecond: UNMEASURED_BYTES_PER_SECOND, layerMs: 0 };
  // By what this computer has, not by what is free this minute: a suggestion should hold tomorrow.
  const whole: Machine = {
    ...machine,
    freeMemoryBytes: machine.totalMemoryBytes * 0.7,
    gpus: machine.gpus.map((gpu) => ({ ...gpu, freeBytes: gpu.totalBytes * 0.9 })),
  };
  const able = entries.filter(({ memoryBytes, readBytes }) => {
    const { state } = remoteFit(memoryBytes, whole);
    if (state === "too-large" || state === "unknown") return false;
    const isOnCard = hasCard && state !== "part-on-card";
    return isOnCard || tokensPerSecond(readBytes, speed) >= BEARABLE_TOKENS_PER_SECOND;
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

function tokensPerSecond(readBytes: number, { bytesPerSecond, layerMs }: Omit<MachineSpeed, "measuredAt">): number {
  return 1_000 / ((readBytes / bytesPerSecond) * 1_000 + LAYERS * layerMs);
}
