import { availableParallelism } from "node:os";
import { startEngine } from "#main/engine/start.ts";
import type { Job } from "#main/jobs/contract.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Log } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import { settledWithin } from "#main/lib/settled-within.ts";
import type { ChildExit, ChildHost } from "#main/process/child-host.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { SettingsService } from "#main/settings/service.ts";
import type { EngineState } from "./contract.ts";
import { emptySlot, type EngineSlot, engineStateOf, type Loading, type Running } from "./engine-slot.ts";
import type { FreeMemory } from "./fit.ts";
import type { Inspector } from "./inspector.ts";
import type { EngineLease } from "./lease.ts";
import type { Library } from "./library.ts";
import { makeRoom } from "./make-room.ts";
import { checkFile } from "./ready-file.ts";
import { shareCores } from "./share-cores.ts";
import type { ModelRecord } from "./store.ts";
import { watchedClient } from "./watched-client.ts";

/** The running engines: one child a loaded model, started on demand, shared, put away when idle. */
export interface Engines {
  acquire(
    modelId: string,
    options: { signal: AbortSignal; onProgress: (progress: number) => void },
  ): Promise<EngineLease>;
  acquireIfLoaded(modelId: string): EngineLease | null;
  /** The user asks for it: forgets earlier crashes. The job that loads, or has loaded, it. */
  load(modelId: string): string;
  /** Throws CONFLICT while it writes. */
  unload(modelId: string): Promise<void>;
  forgetCrashes(modelId: string): void;
  /** An answer has come to its end: the engine works. */
  forgiveCrashes(modelId: string): void;
  states(): EngineState[];
  /** Asks every engine how it is; those that do not answer keep what they said last. */
  refresh(): Promise<void>;
  dispose(): Promise<void>;
}

export interface EnginesOptions {
  library: Library;
  inspector: Inspector;
  jobs: Jobs;
  settings: Pick<SettingsService, "get">;
  childHost: ChildHost;
  dataDir: string;
  log: Log;
  freeMemory(): Promise<FreeMemory>;
  onChange(): void;
  /** For tests. */
  start?: typeof startEngine;
  cores?: number;
}

/** Crashes in a row after which only the user starts it again. */
const MAX_CRASHES = 3;
/** Saving KV states takes some 20 ms for each chat; a busy disk may take longer. */
const UNLOAD_MS = 10_000;
const QUIT_MS = 5_000;
const IDLE_CHECK_MS = 5_000;
const PROGRESS_EVERY_MS = 100;

export function createEngines(options: EnginesOptions): Engines {
  const { library, inspector, jobs, settings, childHost, dataDir, log, freeMemory, onChange } = options;
  const { start = startEngine, cores = availableParallelism() } = options;
  const slots = new Map<string, EngineSlot>();
  let isDisposed = false;

  function slotOf(modelId: string): EngineSlot {
    const known = slots.get(modelId);
    if (known !== undefined) return known;
    const slot = emptySlot(modelId);
    slots.set(modelId, slot);
    return slot;
  }

  // Loading

  jobs.register<{ modelId: string }, never>({
    kind: "load-model",
    canPause: false,
    afterRestart: "fail",
    // One after the other: whether there is memory for the second shows when the first has taken its own.
    atOnce: 1,
    run: async ({ payload, signal, progress }) => {
      const slot = slotOf(payload.modelId);
      const loading = slot.loading;
      // Nobody waits for it any more: left over from before.
      if (loading === null) return;
      try {
        const running = await loadInto(slot, loading, signal, progress);
        endLoading(slot, loading, null);
        loading.done.resolve(running);
      } catch (error) {
        const shown = signal.aborted ? cancelled() : error;
        endLoading(slot, loading, shown);
        loading.done.reject(shown);
        throw error;
      }
    },
  });

  function beginLoading(slot: EngineSlot): Loading {
    const record = library.get(slot.modelId);
    slot.phase = "loading";
    slot.progress = 0;
    slot.error = null;
    const done = Promise.withResolvers<Running>();
    // Whoever waits hears of it; when nobody does, it is no unhandled fault.
    done.promise.catch(() => undefined);
    const job = jobs.start("load-model", record.name, { modelId: slot.modelId });
    const loading: Loading = { jobId: job.jobId, done, waiters: new Set(), isAsked: false };
    slot.loading = loading;
    void job.done.then((ended) => {
      // Cancelled while it waited for its turn: its worker never ran.
      if (slot.loading !== loading) return;
      endLoading(slot, loading, cancelled());
      loading.done.reject(ended.error === null ? cancelled() : errorOf(ended.error));
    });
    onChange();
    return loading;
  }

  function endLoading(slot: EngineSlot, loading: Loading, error: unknown): void {
    if (slot.loading !== loading) return;
    slot.loading = null;
    if (error === null) slot.phase = "ready";
    else if (isAppError(error, "CANCELLED")) slot.phase = "off";
    else fail(slot, error);
    onChange();
  }

  async function loadInto(
    slot: EngineSlot,
    loading: Loading,
    signal: AbortSignal,
    progress: (fraction: number | null, step?: Job["step"]) => void,
  ): Promise<Running> {
    if (slot.stopping !== null) await slot.stopping;
    const record = await checkFile(library, inspector, slot.modelId);
    await makeRoom(record, freeMemory, () => putAwayOldest(slot));
    signal.throwIfAborted();
    progress(0, { key: "loading-model", values: {} });
    let shownAt = 0;
    slot.maxThreads = Math.max(1, Math.floor(cores / (generating().length + 1)));
    const engine = await start({
      childHost,
      modelName: record.name,
      load: loadInput(record, slot.maxThreads),
      signal,
      onProgress(fraction) {
        slot.progress = fraction;
        progress(fraction);
        for (const tell of loading.waiters) tell(fraction);
        if (performance.now() - shownAt < PROGRESS_EVERY_MS) return;
        shownAt = performance.now();
        onChange();
      },
    });
    const running: Running = { engine, client: watchedClient(engine.client, watcherOf(slot)) };
    slot.running = running;
    slot.usedAt = performance.now();
    slot.status = await engine.client.status().catch(() => null);
    void engine.exit.then((exit) => onExit(slot, running, exit));
    return running;
  }

  function loadInput(record: ModelRecord, maxThreads: number): Parameters<typeof startEngine>[0]["load"] {
    const maxBytes = settings.get().kvStateDiskMb * 1e6;
    const kvStates = maxBytes === 0 ? null : { folder: dataPaths(dataDir).kvStates, maxBytes };
    return {
      path: record.path,
      options: record.loadOptions,
      modelFingerprint: record.fingerprint,
      kvStates,
      maxThreads,
    };
  }

  // Failing

  function fail(slot: EngineSlot, error: unknown): void {
    const name = library.get(slot.modelId).name;
    if (isAppError(error, "ENGINE_CRASHED")) slot.crashes += 1;
    else if (!isAppError(error)) log.error({ err: error, model: name }, "A model could not be loaded");
    slot.error = isAppError(error) ? error : new AppError("ENGINE_CRASHED", String(error), { model: name, words: 0 });
    slot.phase = "failed";
    if (slot.crashes < MAX_CRASHES) return;
    slot.phase = "paused";
    slot.error = keepsCrashing(name, slot.crashes);
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
    const message = `The engine of ${name} has ended unexpectedly. It is started again with the next message.`;
    fail(slot, new AppError("ENGINE_CRASHED", message, { model: name, words: 0 }));
    shareOut();
    onChange();
  }

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
      client: running.client,
      [Symbol.dispose]() {
        if (!isHeld) return;
        isHeld = false;
        slot.leases -= 1;
        slot.usedAt = performance.now();
      },
    };
  }

  function watcherOf(slot: EngineSlot): Parameters<typeof watchedClient>[1] {
    return {
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
    };
  }

  function generating(): EngineSlot[] {
    return [...slots.values()].filter((slot) => slot.running !== null && slot.generating > 0);
  }

  function shareOut(): void {
    const shares = shareCores(
      generating().map((slot) => slot.modelId),
      cores,
    );
    for (const [modelId, threads] of shares) {
      const slot = slotOf(modelId);
      if (slot.maxThreads === threads) continue;
      slot.maxThreads = threads;
      slot.running?.client.setMaxThreads(threads).catch((error: unknown) => {
        log.debug({ err: error, modelId }, "An engine did not take its share of cores");
      });
    }
  }

  /** Waits for a load with others. Who is the last to leave cancels it, unless the user asked for it. */
  async function waitFor(
    slot: EngineSlot,
    loading: Loading,
    { signal, onProgress }: Parameters<Engines["acquire"]>[1],
  ) {
    const left = Promise.withResolvers<never>();
    const onAbort = (): void => left.reject(cancelled());
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    loading.waiters.add(onProgress);
    onProgress(slot.progress);
    try {
      return await Promise.race([loading.done.promise, left.promise]);
    } finally {
      signal.removeEventListener("abort", onAbort);
      left.promise.catch(() => undefined);
      loading.waiters.delete(onProgress);
      const isUnwanted = loading.waiters.size === 0 && !loading.isAsked && slot.loading === loading;
      if (isUnwanted) jobs.cancel(loading.jobId);
    }
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

  function isIdle(slot: EngineSlot): boolean {
    return slot.running !== null && slot.leases === 0 && slot.generating === 0;
  }

  async function putAwayOldest(except: EngineSlot): Promise<boolean> {
    const idle = [...slots.values()].filter((slot) => slot !== except && isIdle(slot));
    const oldest = idle.sort((a, b) => a.usedAt - b.usedAt)[0];
    if (oldest === undefined) return false;
    await stop(oldest, UNLOAD_MS);
    return true;
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
      if (slot.running !== null && slot.loading === null) return leaseOf(slot, slot.running);
      if (slot.phase === "paused") throw keepsCrashing(library.get(modelId).name, slot.crashes);
      const running = await waitFor(slot, slot.loading ?? beginLoading(slot), waiting);
      return leaseOf(slot, running);
    },

    acquireIfLoaded(modelId) {
      const slot = slots.get(modelId);
      return slot !== undefined && slot.running !== null && slot.loading === null ? leaseOf(slot, slot.running) : null;
    },

    load(modelId) {
      const slot = slotOf(modelId);
      slot.crashes = 0;
      if (slot.running !== null && slot.loading === null) {
        // Loaded already: a job that ends at once says so.
        return jobs.start("load-model", library.get(modelId).name, { modelId }).jobId;
      }
      const loading = slot.loading ?? beginLoading(slot);
      loading.isAsked = true;
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

    forgetCrashes(modelId) {
      const slot = slotOf(modelId);
      slot.crashes = 0;
      if (slot.phase !== "paused") return;
      slot.phase = "off";
      slot.error = null;
      onChange();
    },

    forgiveCrashes: (modelId) => void (slotOf(modelId).crashes = 0),

    states: () => [...slots.values()].flatMap((slot) => engineStateOf(slot) ?? []),

    async refresh() {
      const running = [...slots.values()].filter((slot) => slot.running !== null);
      await Promise.all(
        running.map(async (slot) => {
          const client = slot.running?.client;
          const status = await client?.status().catch(() => null);
          if (status && slot.running?.client === client) slot.status = status;
        }),
      );
    },

    async dispose() {
      isDisposed = true;
      clearInterval(idleCheck);
      const all = [...slots.values()];
      for (const slot of all) if (slot.loading !== null) jobs.cancel(slot.loading.jobId);
      await settledWithin(
        all.map((slot) => stop(slot, QUIT_MS)),
        QUIT_MS + 1_000,
      );
    },
  };
}

function cancelled(): AppError<"CANCELLED"> {
  return new AppError("CANCELLED", "Cancelled.", {});
}

function keepsCrashing(model: string, times: number): AppError<"ENGINE_KEEPS_CRASHING"> {
  const message = `The engine has stopped ${times} times with ${model}. Cloister will not try again by itself.`;
  return new AppError("ENGINE_KEEPS_CRASHING", message, { model, times });
}

function errorOf({ code, message, data }: NonNullable<Job["error"]>): AppError {
  return new AppError(code, message, data);
}
