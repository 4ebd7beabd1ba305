import type { EngineState } from "../contract.ts";
import type { FreeMemory } from "./devices.ts";

/** What a model can have: now, and with those engines put away that nobody uses. */
export interface Room {
  readonly now: FreeMemory;
  readonly later: FreeMemory;
  /** Ids of the models that go for `later`. */
  readonly putAway: string[];
}

/** What a model's own engine holds is free for it. */
export function roomFor(modelId: string, free: FreeMemory, engines: readonly EngineState[]): Room {
  const own = engines.filter((engine) => engine.modelId === modelId);
  const idle = engines.filter(
    (engine) => engine.modelId !== modelId && engine.phase === "ready" && engine.busyChats + engine.waitingChats === 0,
  );
  const now = withEngines(free, own);
  return { now, later: withEngines(now, idle), putAway: idle.map((engine) => engine.modelId) };
}

/** Loading puts others away only where it must, so `later` counts where there is too little now. */
export function inRoom<F>(room: Room, fitIn: (free: FreeMemory) => F, isTooLarge: (fit: F) => boolean) {
  const atOnce = fitIn(room.now);
  if (!isTooLarge(atOnce) || room.putAway.length === 0) return { fit: atOnce, free: room.now, putAway: [] };
  const later = fitIn(room.later);
  return { fit: later, free: room.later, putAway: isTooLarge(later) ? [] : room.putAway };
}

function withEngines(free: FreeMemory, engines: readonly EngineState[]): FreeMemory {
  return {
    ramBytes: free.ramBytes + engines.reduce((sum, engine) => sum + engine.memoryBytes, 0),
    cardBytes: free.cardBytes + engines.reduce((sum, engine) => sum + engine.gpuMemoryBytes, 0),
  };
}
