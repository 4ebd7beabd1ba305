import { availableParallelism } from "node:os";
import { forgetConversation } from "#main/engine/kv-states.ts";
import { startEngine } from "#main/engine/start.ts";
import { dataPaths } from "#main/lib/paths.ts";
import { settledWithin } from "#main/lib/settled-within.ts";
import type { ChildExit } from "#main/process/child-host.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { EngineState } from "./contract.ts";
import { cancelled, crashed, keepsCrashing, noteFailure } from "./engine-failure.ts";
import { engineMemory } from "./engine-memory.ts";
import type { FreeMemory } from "./fit/devices.ts";
import { createEngineLoader, type EngineLoaderOptions } from "./engine-loader.ts";
import {
  emptySlot,
  type EngineSlot,
  engineStateOf,
  isIdle,
  joinable,
  isLoadedAs,
  refreshStatus,
  type Running,
} from "./engine-slot.ts";
import type { EngineLease, Waiting } from "./lease.ts";
import { withPreset } from "./load-options.ts";
import type { PresetLoad } from "./presets/contract.ts";
import { createCoreSharing } from "./share-cores.ts";
import { createSpareEngine } from "./spare-engine.ts";
import { watchedClient } from "./watched-client.ts";

/** The running engines: one child a loaded model, started on demand, shared, put away when idle. */
export interface Engines {
  acquire(modelId: string, waiting: Waiting): Promise<EngineLease>;
  acquireIfLoaded(modelId: string): EngineLease | null;
  onLoaded(tell: (modelId: string) => void): Disposable;
  /** The user asks for it, `anyway` although memory is short: forgets earlier crashes. The job that loads, or has loaded, it. */
  load(modelId: string, anyway?: boolean): string;
  /** Throws CONFLICT while it writes. */
  unload(modelId: string): Promise<void>;
  /** Nothing of it stays in memory or on disk. */
  forgetConversation(conversationKey: string): Promise<void>;
  forgetCrashes(modelId: string): void;
  /** An answer has come to its end: the engine works. */
  forgiveCrashes(modelId: string): void;
  /** Answers that are being written now. */
  writing(): number;
  states(): EngineState[];
  /** Somebody looks at models and may use one soon. */
  expectLoad(): void;
  /** Asks every engine how it is; those that do not answer keep what they said last. */
  refresh(): Promise<void>;
  dispose(): Promise<void>;
}

export interface EnginesOptions extends Omit<
  EngineLoaderOptions,
  "start" | "slotOf" | "threadsForNext" | "takeSpare" | "memoryFor" | "bringBack" | "onStarted" | "onLoaded"
> {
  freeMemory(): Promise<FreeMemory>;
  /** What the usual preset of this model changes about how it is loaded. */
  usualLoad(modelId: string): PresetLoad;
  /** For tests. */
  start?: typeof startEngine;
  cores?: number;
}

/** Saving KV states takes some 20 ms for each chat; a busy disk may take longer. */
const UNLOAD_MS = 10_000;
const QUIT_MS = 5_000;
/** Clearing a cache waits for the batch that is being computed. */
const FORGET_MS = 5_000;
const IDLE_CHECK_MS = 5_000;

export function createEngines(options: EnginesOptions): Engines {
  const { library, jobs, settings, dataDir, log, onChange, usualLoad } = options;
  const { start = startEngine, cores = availableParallelism() } = options;
  const slots = new Map<string, EngineSlot>();
  const listeners = new Set<(modelId: string) => void>();
  let isDisposed = false;

  function slotOf(modelId: string): EngineSlot {
    const known = slots.get(modelId);
    if (known !== undefined) return known;
    const slot = emptySlot(modelId);
    slots.set(modelId, slot);
    return slot;
  }

  function onExit(slot: EngineSlot, running: Running, exit: ChildExit): void {
    if (slot.running !== running) return;
    slot.running = null;
    slot.status = null;
    slot.generating = 0;
    // Put away by us.
    if (slot.stopping !== null || isDisposed) return;
    const { name } = library.get(slot.modelId);
    log.error(
      { model: name, code: exit.code, signal: exit.signal, lastWords: exit.lastWords },
      "An engine has crashed",
    );
    noteFailure(slot, name, crashed(name), log);
    sharing.shareOut();
    onChange();
  }

  const sharing = createCoreSharing(slots, cores, log);
  const spare =
    start === startEngine
      ? createSpareEngine({
          childHost: options.childHost,
          isBusy: () => sharing.writing > 0 || [...slots.values()].some(({ loading }) => loading !== null),
          freeBytes: () => process.availableMemory(),
          log,
        })
      : null;

  /** The next model, probably with the backend of the last. */
  function expectLoad(): void {
    const last = [...slots.values()].sort((a, b) => b.usedAt - a.usedAt)[0];
    spare?.expect(last === undefined ? "auto" : library.get(last.modelId).loadOptions.backend);
  }

  const loader = createEngineLoader({
    ...options,
    start,
    slotOf,
    threadsForNext: () => sharing.forNext(),
    takeSpare: (backend) => spare?.take(backend) ?? null,
    memoryFor: (slot) =>
      engineMemory(slot, {
        slots,
        freeMemory: options.freeMemory,
        budgetBytes: () => settings.get().warmModelsMb * 1e6,
        stop: (other) => stop(other, UNLOAD_MS),
      }),
    bringBack(modelId) {
      const slot = slotOf(modelId);
      if (isDisposed || slot.running !== null || joinable(slot) !== null) return;
      loader.begin(slot, slot.load).isAsked = true;
    },
    onLoaded({ modelId }) {
      for (const tell of listeners) tell(modelId);
      expectLoad();
    },
    async onStarted(slot, engine) {
      const running: Running = { engine, client: watchedClient(engine.client, sharing.watcherOf(slot)) };
      slot.running = running;
      slot.usedAt = performance.now();
      slot.status = await engine.client.status().catch(() => null);
      void engine.exit.then((exit) => onExit(slot, running, exit));
      return running;
    },
  });

  // Using

  function leaseOf(slot: EngineSlot, running: Running): EngineLease {
    const record = library.get(slot.modelId);
    slot.leases += 1;
    slot.usedAt = performance.now();
    let isHeld = true;
    return {
      modelId: slot.modelId,
      modelName: record.name,
      modelFingerprint: record.fingerprint,
      loaded: running.engine.loaded,
      kvCacheType: withPreset(record.loadOptions, slot.load).kvCacheType,
      client: running.client,
      [Symbol.dispose]() {
        if (!isHeld) return;
        isHeld = false;
        slot.leases -= 1;
        slot.usedAt = performance.now();
      },
    };
  }

  // Ending

  function stop(slot: EngineSlot, timeoutMs: number): Promise<void> {
    const { running } = slot;
    if (running === null) return slot.stopping ?? Promise.resolve();
    slot.phase = "off";
    slot.running = null;
    slot.status = null;
    slot.generating = 0;
    onChange();
    slot.stopping = running.engine.client
      .shutDown(timeoutMs)
      .catch((error: unknown) => {
        log.warn({ err: error, modelId: slot.modelId }, "An engine did not end in order");
        running.engine.kill();
      })
      .finally(() => (slot.stopping = null));
    return slot.stopping;
  }

  const idleCheck = setInterval(() => {
    const idleMs = settings.get().idleUnloadMinutes * 60_000;
    if (idleMs === 0) return;
    for (const slot of slots.values()) {
      if (isIdle(slot) && performance.now() - slot.usedAt >= idleMs) void stop(slot, UNLOAD_MS);
    }
  }, IDLE_CHECK_MS);
  idleCheck.unref();

  return {
    async acquire(modelId, waiting) {
      const slot = slotOf(modelId);
      if (waiting.signal.aborted) throw cancelled();
      const { load } = waiting;
      if (isIdle(slot) && slot.loading === null && !isLoadedAs(slot, load)) await stop(slot, UNLOAD_MS);
      if (slot.running !== null && slot.loading === null) return leaseOf(slot, slot.running);
      if (slot.phase === "paused") throw keepsCrashing(library.get(modelId).name, slot.crashes);
      const running = await loader.wait(
        slot,
        joinable(slot) ?? loader.begin(slot, load ?? usualLoad(modelId)),
        waiting,
      );
      return leaseOf(slot, running);
    },

    acquireIfLoaded(modelId) {
      const slot = slots.get(modelId);
      return slot !== undefined && slot.running !== null && slot.loading === null ? leaseOf(slot, slot.running) : null;
    },

    onLoaded(tell) {
      listeners.add(tell);
      return { [Symbol.dispose]: () => void listeners.delete(tell) };
    },

    load(modelId, anyway = false) {
      const slot = slotOf(modelId);
      slot.crashes = 0;
      if (slot.running !== null && slot.loading === null) {
        // Loaded already: a job that ends at once says so.
        return jobs.start("load-model", library.get(modelId).name, { modelId }).jobId;
      }
      const loading = joinable(slot) ?? loader.begin(slot, usualLoad(modelId));
      loading.isAsked = true;
      loading.anyway ||= anyway;
      return loading.jobId;
    },

    async unload(modelId) {
      const slot = slotOf(modelId);
      if (slot.loading !== null) jobs.cancel(slot.loading.jobId);
      if (slot.generating > 0) {
        const problem = `${library.get(modelId).name} is writing an answer. Stop it first.`;
        throw new AppError("CONFLICT", problem, { problem });
      }
      if (slot.phase === "failed" || slot.phase === "paused") {
        slot.phase = "off";
        onChange();
      }
      await stop(slot, UNLOAD_MS);
    },

    async forgetConversation(conversationKey) {
      const forgetting = [...slots.values()].map(async (slot) => {
        // One that is ending may be saving it just now; one that has crashed has forgotten everything.
        await slot.stopping;
        await slot.running?.client.forget(conversationKey);
      });
      await settledWithin(forgetting, FORGET_MS);
      forgetConversation(dataPaths(dataDir).kvStates, conversationKey);
    },

    forgetCrashes(modelId) {
      const slot = slotOf(modelId);
      slot.crashes = 0;
      if (slot.phase !== "paused") return;
      slot.phase = "off";
      slot.error = null;
      onChange();
    },

    forgiveCrashes: (modelId) => void (slotOf(modelId).crashes = 0),

    writing: () => sharing.writing,
    expectLoad,
    states: () => [...slots.values()].flatMap((slot) => engineStateOf(slot) ?? []),

    refresh: async () => void (await Promise.all([...slots.values()].map(refreshStatus))),

    async dispose() {
      isDisposed = true;
      clearInterval(idleCheck);
      spare?.dispose();
      const all = [...slots.values()];
      for (const slot of all) if (slot.loading !== null) jobs.cancel(slot.loading.jobId);
      await settledWithin(
        all.map((slot) => stop(slot, QUIT_MS)),
        QUIT_MS + 1_000,
      );
    },
  };
}
