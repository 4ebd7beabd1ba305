import { availableParallelism } from "node:os";
import type { MachineShare } from "./contract.ts";

/** Threads for a share of this computer; at least one. */
export function threadsOf(share: MachineShare, cores = availableParallelism()): number {
  if (share === "all") return cores;
  return Math.max(1, Math.floor(cores / (share === "half" ? 2 : 4)));
}
