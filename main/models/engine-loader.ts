import { rmSync } from "node:fs";
import type { PreparedEngine, startEngine, StartedEngine } from "#main/engine/start.ts";
import type { Job } from "#main/jobs/contract.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Log } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import type { ChildHost } from "#main/process/child-host.ts";
import { AppError, isAppError } from "#main/rpc/errors.ts";
import type { SettingsService } from "#main/settings/service.ts";
import { cancelled, noteFailure } from "./engine-failure.ts";
import type { EngineSlot, Loading, Running } from "./engine-slot.ts";
import type { LoadOptions } from "./contract.ts";
import type { Inspector } from "./library/inspector.ts";
import type { Library } from "./library/library.ts";
import { makeRoom, type MemoryKeeper } from "./fit/make-room.ts";
import { withPreset } from "./load-options.ts";
import { checkFile } from "./ready-file.ts";
import type { Waiting } from "./lease.ts";
import type { PresetLoad } from "./presets/contract.ts";
import type { ModelRecord } from "./store.ts";

/** Loading as a job: with progress, cancel, a check of the file and of memory, shared by all who wait. */
export interface EngineLoader {
  /** `load`: what a preset changes about the model's own options. */
  begin(slot: EngineSlot, load: PresetLoad): Loading;
  /** Waits with others. Who is the last to leave cancels it, unless the user asked for it. Throws what loading throws. */
  wait(slot: EngineSlot, loading: Loading, waiting: Waiting): Promise<Running>;
}

export interface EngineLoaderOptions {
  library: Library;
  inspector: Inspector;
  jobs: Jobs;
  settings: Pick<SettingsService, "get">;
  childHost: ChildHost;
  dataDir: string;
  log: Log;
  start: typeof startEngine;
  slotOf(modelId: string): EngineSlot;
  /** Cores that one engine more may use. */
  threadsForNext(): number;
  /** A child that was prepared for this backend, if there is one. */
  takeSpare(backend: LoadOptions["backend"]): PreparedEngine | null;
  memoryFor(slot: EngineSlot): MemoryKeeper;
  /** This one had to make room for a model that then could not be loaded. */
  bringBack(modelId: string): void;
  onStarted(slot: EngineSlot, engine: StartedEngine): Promise<Running>;
  /** It can be used from now on. */
  onLoaded(slot: EngineSlot): void;
  onChange(): void;
}

const PROGRESS_EVERY_MS = 100;

export function createEngineLoader(options: EngineLoaderOptions): EngineLoader {
  const { library, inspector, jobs, settings, childHost, dataDir, log, start } = options;
  const { slotOf, threadsForNext, takeSpare, memoryFor, bringBack, onStarted, onLoaded, onChange } = options;

  jobs.register<{ modelId: string }, never>({
    kind: "load-model",
    canPause: false,
    afterRestart: "fail",
    // One after the other: whether there is memory for the second shows when the first has taken its own.
    atOnce: 1,
    run: async ({ jobId, payload, signal, progress }) => {
      const slot = slotOf(payload.modelId);
      const loading = slot.loading;
      // Nobody waits for it any more: left over from before.
      if (loading?.jobId !== jobId) return;
      signal.addEventListener("abort", () => (loading.isLeft = true), { once: true });
      const gone: string[] = [];
      try {
        const running = await loadInto(slot, loading, signal, progress, gone);
        endLoading(slot, loading, null);
        loading.done.resolve(running);
        onLoaded(slot);
      } catch (error) {
        const shown = signal.aborted ? cancelled() : error;
        endLoading(slot, loading, shown);
        loading.done.reject(shown);
        // What could not be loaded leaves those as they were that had made room for it.
        for (const modelId of gone.reverse()) bringBack(modelId);
        throw error;
      }
    },
  });

  function beginLoading(slot: EngineSlot, load: PresetLoad): Loading {
    const record = library.get(slot.modelId);
    slot.load = load;
    slot.phase = "loading";
    slot.progress = 0;
    slot.error = null;
    const done = Promise.withResolvers<Running>();
    // Whoever waits hears of it; when nobody does, it is no unhandled fault.
    done.promise.catch(() => undefined);
    const job = jobs.start("load-model", record.name, { modelId: slot.modelId });
    const loading: Loading = {
      jobId: job.jobId,
      done,
      waiters: new Set(),
      isAsked: false,
      anyway: false,
      isLeft: false,
    };
    slot.loading = loading;
    void job.done.then((ended) => {
      // Cancelled while it waited for its turn: its worker never ran. Otherwise all of this has happened.
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
    else noteFailure(slot, library.get(slot.modelId).name, error, log);
    onChange();
  }

  async function loadInto(
    slot: EngineSlot,
    loading: Loading,
    signal: AbortSignal,
    progress: (fraction: number | null, step?: Job["step"]) => void,
    gone: string[],
  ): Promise<Running> {
    if (slot.stopping !== null) await slot.stopping;
    // The one before it was cancelled too late.
    if (slot.running !== null) return slot.running;
    const found = await checkFile(library, inspector, slot.modelId);
    const options = withPreset(found.loadOptions, slot.load);
    const ignoreMemoryCheck = options.ignoreMemoryCheck || loading.anyway;
    const record = { ...found, loadOptions: { ...options, ignoreMemoryCheck } };
    await makeRoom(record, memoryFor(slot), gone);
    signal.throwIfAborted();
    progress(0, { key: "loading-model", values: {} });
    let shownAt = 0;
    slot.maxThreads = threadsForNext();
    const engine = await start({
      childHost,
      modelName: record.name,
      load: loadInput(record, slot.maxThreads),
      signal,
      prepared: takeSpare(record.loadOptions.backend),
      onProgress(fraction) {
        if (slot.loading !== loading) return;
        slot.progress = fraction;
        progress(fraction);
        for (const tell of loading.waiters) tell(fraction);
        if (performance.now() - shownAt < PROGRESS_EVERY_MS) return;
        shownAt = performance.now();
        onChange();
      },
    });
    if (engine.loaded.hasChatTemplate) clearTemplateFault(record.id);
    return onStarted(slot, engine);
  }

  /** The engine can use it all the same: llama.cpp reads some templates that the app's own Jinja does not. */
  function clearTemplateFault(modelId: string): void {
    const { facts } = library.get(modelId);
    if (facts.about.templateFault === null) return;
    library.update(modelId, { facts: { ...facts, about: { ...facts.about, templateFault: null } } });
  }

  function loadInput(record: ModelRecord, maxThreads: number): Parameters<typeof startEngine>[0]["load"] {
    const maxBytes = settings.get().kvStateDiskMb * 1e6;
    const folder = dataPaths(dataDir).kvStates;
    if (maxBytes === 0) eraseStates(folder);
    const kvStates = maxBytes === 0 ? null : { folder, maxBytes };
    const { templateFault } = record.facts.about;
    return {
      path: record.path,
      options: record.loadOptions,
      modelFingerprint: record.fingerprint,
      ...(templateFault === null ? {} : { templateFault: templateFault.kind === "endless" ? "endless" : "unusable" }),
      kvStates,
      maxThreads,
    };
  }

  /** The user wants none: those of before hold what was said, too. */
  function eraseStates(folder: string): void {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      log.warn({ err: error }, "Saved KV states could not be erased");
    }
  }

  async function wait(slot: EngineSlot, loading: Loading, { signal, onProgress }: Waiting): Promise<Running> {
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
      if (isUnwanted) {
        loading.isLeft = true;
        jobs.cancel(loading.jobId);
      }
    }
  }

  return { begin: beginLoading, wait };
}

function errorOf({ code, message, data }: NonNullable<Job["error"]>): AppError {
  return new AppError(code, message, data);
}
