import { type EngineSlot, isIdle } from "./engine-slot.ts";
import type { FreeMemory } from "./fit/devices.ts";
import type { MemoryKeeper } from "./fit/make-room.ts";

export interface EngineMemoryOptions {
  readonly slots: ReadonlyMap<string, EngineSlot>;
  freeMemory(): Promise<FreeMemory>;
  budgetBytes(): number;
  stop(slot: EngineSlot): Promise<void>;
}

/** The memory that other engines hold, as it looks to the model of `slot` that is about to be loaded. */
export function engineMemory(slot: EngineSlot, options: EngineMemoryOptions): MemoryKeeper {
  const { slots, freeMemory, budgetBytes, stop } = options;
  const others = (): EngineSlot[] => [...slots.values()].filter((one) => one !== slot && one.running !== null);
  return {
    freeMemory,
    budgetBytes,
    heldBytes: () => others().reduce((sum, one) => sum + (one.status?.memoryBytes ?? 0), 0),
    idle: () =>
      others()
        .filter(isIdle)
        .sort((a, b) => a.usedAt - b.usedAt)
        .map(({ modelId, status }) => ({
          modelId,
          ramBytes: status?.memoryBytes ?? 0,
          cardBytes: status?.gpuMemoryBytes ?? 0,
        })),
    async putAway(modelId) {
      const found = slots.get(modelId);
      if (found !== undefined) await stop(found);
    },
  };
}
