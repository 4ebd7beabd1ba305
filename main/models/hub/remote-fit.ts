import type { Fit, Machine } from "../fit/contract.ts";

/** Less than this, or than a tenth of what is needed, to spare is "tight"; as for models that are here. */
const TIGHT_BYTES = 1e9;
const TIGHT_SHARE = 0.1;

/** What a conversation and the engine take beside a file of this size, when nothing else is known of it: about right for 8,192 tokens. */
export function neededBytesFor(sizeBytes: number): number {
  return Math.round(sizeBytes * 1.15 + 0.5e9);
}

/** Whether a model that is not here yet would fit. Once it is, its own header says it exactly. */
export function remoteFit(neededBytes: number, machine: Machine | null): Fit {
  if (machine === null) return { state: "unknown", neededBytes, freeBytes: 0 };
  const ramBytes = Math.max(0, machine.freeMemoryBytes);
  const cardBytes = machine.gpus.reduce((sum, gpu) => sum + gpu.freeBytes, 0);
  const freeBytes = ramBytes + cardBytes;
  const isTight = (room: number): boolean => room - neededBytes < Math.max(TIGHT_BYTES, neededBytes * TIGHT_SHARE);
  const state = (): Fit["state"] => {
    if (neededBytes > freeBytes) return "too-large";
    if (cardBytes > 0 && neededBytes > cardBytes) return "part-on-card";
    return isTight(cardBytes > 0 ? cardBytes : ramBytes) ? "tight" : "fits";
  };
  return { state: state(), neededBytes, freeBytes };
}
