import { availableParallelism } from "node:os";
import { totalMemory } from "#main/lib/total-memory.ts";
import type { Machine } from "../contract.ts";
import { findGpus } from "./gpus.ts";
import { hasVulkan } from "./vulkan.ts";

/** What this computer has, and how much of it is free now. `engineBytes`: resident memory of all engines. */
export async function readMachine(engineBytes: number): Promise<Machine> {
  return {
    totalMemoryBytes: totalMemory(),
    // What can be had without swapping, caches that the system would give back included; also minds containers.
    freeMemoryBytes: process.availableMemory(),
    cloisterMemoryBytes: process.memoryUsage.rss() + engineBytes,
    cores: availableParallelism(),
    gpus: await findGpus(),
    hasVulkan: hasVulkan(),
  };
}
