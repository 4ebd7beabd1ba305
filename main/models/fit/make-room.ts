import { AppError } from "#main/rpc/errors.ts";
import type { ModelRecord } from "../store.ts";
import type { DeviceNeed, FreeMemory } from "./devices.ts";
import { leastNeed } from "./fit.ts";

/** An engine that nobody uses now. */
export interface IdleEngine {
  readonly modelId: string;
  readonly ramBytes: number;
  readonly cardBytes: number;
}

export interface MemoryKeeper {
  freeMemory(): Promise<FreeMemory>;
  /** Those that nobody uses, the longest unused first. */
  idle(): IdleEngine[];
  /** Main memory that all engines hold. */
  heldBytes(): number;
  /** What models may hold together; 0: as much as is free. */
  budgetBytes(): number;
  putAway(modelId: string): Promise<void>;
}

/**
 * Makes sure that a model can be had in memory, putting away models that nobody uses, the longest unused first; none when that would
 * not do. The ids of those that went are added to `gone`, also when it fails. Throws NOT_ENOUGH_MEMORY.
 */
export async function makeRoom(record: ModelRecord, keeper: MemoryKeeper, gone: string[]): Promise<void> {
  const { facts, loadOptions: options } = record;
  const putAwayOldest = async (): Promise<boolean> => {
    const oldest = keeper.idle()[0];
    if (oldest === undefined) return false;
    gone.push(oldest.modelId);
    await keeper.putAway(oldest.modelId);
    return true;
  };

  const asked = leastNeed(facts, options, await keeper.freeMemory());
  if (asked === null) return;
  const budget = keeper.budgetBytes();
  if (budget > 0) while (keeper.heldBytes() + asked.ramBytes > budget) if (!(await putAwayOldest())) break;
  if (options.ignoreMemoryCheck) return;

  for (;;) {
    const free = await keeper.freeMemory();
    const need = leastNeed(facts, options, free) ?? asked;
    if (fits(need, free)) return;
    const couldBe = withAll(free, keeper.idle());
    const isHopeless = !fits(leastNeed(facts, options, couldBe) ?? asked, couldBe);
    if (isHopeless || !(await putAwayOldest())) throw notEnough(record, need, free);
  }
}

function fits({ ramBytes, cardBytes }: DeviceNeed, free: FreeMemory): boolean {
  return ramBytes <= free.ramBytes && cardBytes <= free.cardBytes;
}

function withAll(free: FreeMemory, idle: readonly IdleEngine[]): FreeMemory {
  return {
    ramBytes: free.ramBytes + idle.reduce((sum, engine) => sum + engine.ramBytes, 0),
    cardBytes: free.cardBytes + idle.reduce((sum, engine) => sum + engine.cardBytes, 0),
  };
}

function notEnough(record: ModelRecord, need: DeviceNeed, free: FreeMemory): AppError {
  const neededBytes = need.ramBytes + need.cardBytes;
  const freeBytes = Math.max(0, free.ramBytes) + (need.cardBytes > 0 ? free.cardBytes : 0);
  return new AppError(
    "NOT_ENOUGH_MEMORY",
    `${record.name} needs ${gigabytes(neededBytes)} GB; ${gigabytes(freeBytes)} GB can be had. Use a smaller model, or give it less room for conversation.`,
    { model: record.name, neededBytes, freeBytes },
  );
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
