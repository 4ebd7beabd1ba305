import type { EngineClient } from "#main/engine/client.ts";
import type { EngineStatus } from "#main/engine/contract.ts";
import type { StartedEngine } from "#main/engine/start.ts";
import type { AppError } from "#main/rpc/errors.ts";
import type { EngineState } from "./contract.ts";
import type { PresetLoad } from "./presets/contract.ts";

/** Everything about the engine of one model, running or not. */
export interface EngineSlot {
  readonly modelId: string;
  phase: EngineState["phase"] | "off";
  /** While loading, 0 to 1. */
  progress: number;
  loading: Loading | null;
  /** What a preset changed about how it is loaded, or is being loaded. */
  load: PresetLoad;
  running: Running | null;
  stopping: Promise<void> | null;
  /** Leases held. */
  leases: number;
  /** Answers being written. */
  generating: number;
  maxThreads: number;
  /** Of the steady clock, ms. */
  usedAt: number;
  /** In a row, without an answer finished between. */
  crashes: number;
  error: AppError | null;
  status: EngineStatus | null;
}

export interface Running {
  readonly engine: StartedEngine;
  readonly client: EngineClient;
}

/** A load under way, and those who wait for it. */
export interface Loading {
  readonly jobId: string;
  readonly done: PromiseWithResolvers<Running>;
  readonly waiters: Set<(progress: number) => void>;
  /** The user asked for it on the Models page: it goes on though nobody waits. */
  isAsked: boolean;
  /** The user wants it although memory is short. */
  anyway: boolean;
  /** It is being cancelled: whoever comes now begins another, which waits for its turn. */
  isLeft: boolean;
}

export function emptySlot(modelId: string): EngineSlot {
  return {
    modelId,
    phase: "off",
    progress: 0,
    loading: null,
    load: {},
    running: null,
    stopping: null,
    leases: 0,
    generating: 0,
    maxThreads: 0,
    usedAt: 0,
    crashes: 0,
    error: null,
    status: null,
  };
}

/** Whether it was loaded, or is being loaded, with just these changes; not given: any will do. */
export function isLoadedAs(slot: EngineSlot, load: PresetLoad | undefined): boolean {
  if (load === undefined) return true;
  const { contextTokens, kvCacheType, flashAttention, threads } = slot.load;
  return (
    contextTokens === load.contextTokens &&
    kvCacheType === load.kvCacheType &&
    flashAttention === load.flashAttention &&
    threads === load.threads
  );
}

/** Asks the engine how it is; one that does not answer keeps what it said last. */
export async function refreshStatus(slot: EngineSlot): Promise<void> {
  const client = slot.running?.client;
  const status = await client?.status().catch(() => null);
  if (status && slot.running?.client === client) slot.status = status;
}

/** Loaded, and nobody uses it now. */
export function isIdle(slot: EngineSlot): boolean {
  return slot.running !== null && slot.leases === 0 && slot.generating === 0;
}

/** The loading that can be joined: not one that is being cancelled. */
export function joinable({ loading }: EngineSlot): Loading | null {
  return loading === null || loading.isLeft ? null : loading;
}

/** What a page sees of it; null when there is nothing to see. */
export function engineStateOf(slot: EngineSlot): EngineState | null {
  if (slot.phase === "off") return null;
  const { status } = slot;
  const loaded = slot.running?.engine.loaded;
  return {
    modelId: slot.modelId,
    phase: slot.phase,
    progress: slot.phase === "ready" ? 1 : slot.progress,
    backend: loaded?.backend ?? null,
    contextTokens: loaded?.contextTokens ?? null,
    gpuLayers: loaded?.gpuLayers ?? null,
    threads: status?.threads ?? loaded?.threads ?? null,
    memoryBytes: status?.memoryBytes ?? 0,
    gpuMemoryBytes: status?.gpuMemoryBytes ?? loaded?.gpuBytes ?? 0,
    busyChats: status?.busyChats ?? 0,
    waitingChats: status?.waitingChats ?? 0,
    error: slot.error?.toShape() ?? null,
  };
}
