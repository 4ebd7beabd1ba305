import type { Log } from "#main/lib/log.ts";
import type { EngineSlot } from "./engine-slot.ts";
import type { GenerationWatcher } from "./watched-client.ts";

/** Shares the cores among the engines that write. */
export interface CoreSharing {
  /** Cores that one engine more may use. */
  forNext(): number;
  /** Gives each its share, after one has begun, ended or died. */
  shareOut(): void;
  watcherOf(slot: EngineSlot): GenerationWatcher;
  /** Answers being written, by all engines. */
  readonly writing: number;
}

/**
 * ggml's threads wait for one another at barriers, so two engines that each take all cores are slower than two that share them, and by
 * far.
 */
export function createCoreSharing(slots: ReadonlyMap<string, EngineSlot>, cores: number, log: Log): CoreSharing {
  function writing(): EngineSlot[] {
    return [...slots.values()].filter((slot) => slot.running !== null && slot.generating > 0);
  }

  function shareOut(): void {
    const all = writing();
    const threads = Math.max(1, Math.floor(cores / Math.max(1, all.length)));
    for (const slot of all) {
      if (slot.maxThreads === threads) continue;
      slot.maxThreads = threads;
      slot.running?.client.setMaxThreads(threads).catch((error: unknown) => {
        log.debug({ err: error, modelId: slot.modelId }, "An engine did not take its share of cores");
      });
    }
  }

  return {
    forNext: () => Math.max(1, Math.floor(cores / (writing().length + 1))),
    shareOut,
    get writing() {
      return writing().reduce((sum, slot) => sum + slot.generating, 0);
    },
    watcherOf: (slot) => ({
      began() {
        slot.generating += 1;
        slot.usedAt = performance.now();
        shareOut();
      },
      ended(isFinished) {
        slot.generating = Math.max(0, slot.generating - 1);
        slot.usedAt = performance.now();
        if (isFinished) slot.crashes = 0;
        shareOut();
      },
    }),
  };
}
