import type { startEngine } from "#main/engine/start.ts";
import type { EngineAdapter } from "#main/engine/contract.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import { createChannel } from "#main/lib/channel.ts";
import type { Log } from "#main/lib/log.ts";
import type { Network } from "#main/privacy/service.ts";
import type { ChildHost } from "#main/process/child-host.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { SettingsService } from "#main/settings/service.ts";
import type { Store } from "#main/store/open.ts";
import { resolveAdapters } from "./adapters.ts";
import type { Fit, LoadOptions, Machine, Model, ModelsEvent, ModelsView } from "./contract.ts";
import { createEngines, type Engines } from "./engines.ts";
import { freeMemoryOf } from "./fit/fit.ts";
import { chosenPath, fileFrom, folderFrom } from "./library/chosen-path.ts";
import { createInspector, type Inspector } from "./library/inspector.ts";
import type { ModelEngines } from "./lease.ts";
import { changed, createLibrary } from "./library/library.ts";
import { readMachine } from "./fit/machine.ts";
import type { installSample } from "./install-sample.ts";
import { type PlacesSystem, thisSystem } from "./library/places.ts";
import { fitNow, modelOf } from "./model-view.ts";
import { defaultModel } from "./default-model.ts";
import { createSampleJob } from "./sample-job.ts";
import { sampleFile } from "./sample.ts";
import { createScanJob } from "./library/scan-job.ts";
import { firstPart } from "./library/split-files.ts";
import { whileWatched } from "./watch-count.ts";
import { createModelsStore, type ModelRecord } from "./store.ts";

export interface ModelsService {
  /** Looks for models for the first time since start. */
  begin(): void;
  get(): Promise<ModelsView>;
  watch(signal?: AbortSignal): AsyncGenerator<ModelsEvent, void>;
  scan(): { jobId: string };
  addFolder(path: string): Promise<{ jobId: string }>;
  removeFolder(path: string): void;
  addFile(path: string): Promise<Model>;
  locate(modelId: string, path: string): Promise<Model>;
  forget(modelId: string): Promise<void>;
  rename(modelId: string, name: string): Model;
  setLoadOptions(modelId: string, loadOptions: LoadOptions): Model;
  estimate(modelId: string, loadOptions: LoadOptions): Promise<Fit>;
  load(modelId: string): { jobId: string };
  unload(modelId: string): Promise<void>;
  installSample(networkAllowed: boolean): { jobId: string };
}

export interface ModelsOptions {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly childHost: ChildHost;
  readonly settings: Pick<SettingsService, "get">;
  readonly network: Network;
  readonly dataDir: string;
  /** Where the sample model is looked for, and put. */
  readonly sampleDir: string;
  readonly log: Log;
  /** Where other programs keep models; null looks nowhere but in the user's folders. */
  readonly system?: PlacesSystem | null;
  /** For tests. */
  readonly startEngine?: typeof startEngine;
  readonly readMachine?: typeof readMachine;
  readonly cores?: number;
  readonly inspector?: Inspector;
  readonly installSample?: typeof installSample;
}

export type Models = ModelsService & ModelEngines & { dispose(): Promise<void> };

/** Pages are told of many changes at once (a scan notes hundreds of files). */
const SHOWN_AFTER_MS = 100;
/** While somebody looks: how often memory and engines are asked. */
const POLL_MS = 2_000;

export function createModels(options: ModelsOptions): Models {
  const { store, jobs, childHost, settings, network, dataDir, sampleDir, log } = options;
  const system = options.system === undefined ? thisSystem() : options.system;
  const readMachineNow = options.readMachine ?? readMachine;
  const saved = createModelsStore(store);
  const channel = createChannel<ModelsEvent>();
  const inspector = options.inspector ?? createInspector();
  const library = createLibrary(saved, showSoon);
  let machine: Machine | null = null;
  let isDisposed = false;
  let showTimer: NodeJS.Timeout | undefined;

  const engines: Engines = createEngines({
    library,
    inspector,
    jobs,
    settings,
    childHost,
    dataDir,
    log,
    freeMemory: async () => freeMemoryOf(await freshMachine()),
    onChange: () => channel.publish({ type: "engines", engines: engines.states() }),
    ...(options.startEngine === undefined ? {} : { start: options.startEngine }),
    ...(options.cores === undefined ? {} : { cores: options.cores }),
  });
  const sample = createSampleJob({
    jobs,
    network,
    sampleDir,
    log,
    onChange: () => channel.publish({ type: "sample", sample: sample.state() }),
    ...(options.installSample === undefined ? {} : { install: options.installSample }),
    onInstalled: async (path) => void library.note(path, "cloister", await inspector.inspect(path)),
  });

  const scanning = createScanJob({
    library,
    inspector,
    jobs,
    sampleDir,
    folders: () => saved.folders(),
    system,
    log,
    onChange: (isRunning) => channel.publish({ type: "scanning", scanning: isRunning }),
  });

  // What a page sees

  async function freshMachine(): Promise<Machine> {
    const engineBytes = engines.states().reduce((sum, engine) => sum + engine.memoryBytes, 0);
    return (machine = await readMachineNow(engineBytes));
  }

  function toModel(record: ModelRecord, now: Machine | null): Model {
    return modelOf(record, record.path === sampleFile(sampleDir), fit(record, record.loadOptions, now));
  }

  function fit(record: ModelRecord, loadOptions: LoadOptions, now: Machine | null): Fit {
    const own = engines.states().find((engine) => engine.modelId === record.id);
    return fitNow(record, loadOptions, now, own);
  }

  function listed(): { models: Model[]; folders: string[] } {
    return { models: library.listed().map((record) => toModel(record, machine)), folders: saved.folders() };
  }

  function showModels(): void {
    channel.publish({ type: "models", ...listed() });
  }

  function showSoon(): void {
    showTimer ??= setTimeout(() => {
      showTimer = undefined;
      showModels();
    }, SHOWN_AFTER_MS);
  }

  async function view(): Promise<ModelsView> {
    const now = await freshMachine();
    return {
      ...listed(),
      engines: engines.states(),
      machine: now,
      scanning: scanning.isRunning,
      sample: sample.state(),
    };
  }

  /** Free memory changes with every other program, and with it what fits. */
  async function look(): Promise<void> {
    const before = JSON.stringify(listed().models.map((model) => model.fit.state));
    await engines.refresh();
    channel.publish({ type: "engines", engines: engines.states() });
    channel.publish({ type: "machine", machine: await freshMachine() });
    if (JSON.stringify(listed().models.map((model) => model.fit.state)) !== before) showModels();
  }

  const watched = whileWatched(POLL_MS, () => {
    look().catch((error: unknown) => log.warn({ err: error }, "Memory could not be read"));
  });

  function resolve(modelId: string | null): string {
    if (modelId !== null) return modelId;
    const found = defaultModel(library.listed(), settings.get().defaultModelId);
    if (found === null) throw new AppError("NO_MODEL", "No model is known yet. Add one, or try the sample model.", {});
    return found.id;
  }

  function noteUse(modelId: string): void {
    if (isDisposed) return;
    try {
      library.update(modelId, { lastUsedAt: Date.now() });
    } catch (error) {
      // It decides which model is offered first, and the answer is there: a disk that takes no more is told of at the next message.
      log.warn({ err: error, modelId }, "The use of a model could not be noted");
    }
  }

  return {
    begin: () => void scanning.begin(),
    get: view,

    async *watch(signal) {
      const live = channel.subscribe(signal);
      watched.enter();
      try {
        yield { type: "snapshot", view: await view() };
        yield* live;
      } finally {
        watched.leave();
        void live.return?.();
      }
    },

    scan: () => scanning.begin(),

    async addFolder(path) {
      saved.addFolder(await folderFrom(path));
      showSoon();
      return scanning.begin();
    },

    removeFolder(path) {
      saved.removeFolder(chosenPath(path));
      showSoon();
    },

    async addFile(path) {
      const file = firstPart(await fileFrom(path));
      const inspection = await inspector.inspect(file);
      const known = library.byPath(file);
      // Asked for by name: also a file that was replaced, or a model that had been taken off the list.
      const record =
        known === undefined ? library.note(file, "file", inspection) : library.accept(known.id, file, inspection);
      return toModel(record, machine ?? (await freshMachine()));
    },

    async locate(modelId, path) {
      const record = library.get(modelId);
      const file = firstPart(await fileFrom(path));
      const inspection = await inspector.inspect(file);
      if (record.fingerprint !== "" && inspection.fingerprint !== record.fingerprint) {
        throw changed({ ...record, path: file });
      }
      const other = library.byPath(file);
      // Already listed under its new place: that entry goes, this one has the chats.
      if (other !== undefined && other.id !== modelId) {
        library.update(other.id, { forgottenAt: Date.now(), path: `${file}#${other.id}` });
      }
      return toModel(library.accept(modelId, file, inspection), machine ?? (await freshMachine()));
    },

    async forget(modelId) {
      library.get(modelId);
      await engines.unload(modelId);
      library.update(modelId, { forgottenAt: Date.now() });
    },

    rename: (modelId, name) => toModel(library.update(modelId, { name, namedByUser: true }), machine),

    /** Counts from the next load. */
    setLoadOptions: (modelId, loadOptions) => toModel(library.update(modelId, { loadOptions }), machine),

    estimate: async (modelId, loadOptions) => fit(library.get(modelId), loadOptions, await freshMachine()),
    load: (modelId) => ({ jobId: engines.load(library.get(modelId).id) }),
    unload: (modelId) => engines.unload(library.get(modelId).id),
    installSample: (networkAllowed) => sample.install(networkAllowed),

    async acquire(modelId, waiting) {
      const id = library.get(resolve(modelId)).id;
      const lease = await engines.acquire(id, waiting);
      // Noted when the answer is done: a write here would delay its first word.
      return {
        ...lease,
        [Symbol.dispose]() {
          lease[Symbol.dispose]();
          noteUse(id);
        },
      };
    },
    acquireIfLoaded: (modelId) => {
      const id = modelId ?? defaultModel(library.listed(), settings.get().defaultModelId)?.id;
      return id === undefined ? null : engines.acquireIfLoaded(id);
    },
    onLoaded: (tell) => engines.onLoaded(tell),
    resolveAdapters: (modelId, uses): EngineAdapter[] => resolveAdapters(library, modelId, uses),
    forgetConversation: (conversationKey) => engines.forgetConversation(conversationKey),
    noteSpeed(modelId, tokensPerSecond) {
      engines.forgiveCrashes(modelId);
      library.update(modelId, { tokensPerSecond });
    },
    forgetCrashes: (modelId) => engines.forgetCrashes(modelId),

    async dispose() {
      isDisposed = true;
      watched.stop();
      clearTimeout(showTimer);
      scanning.cancel();
      await engines.dispose();
      await inspector.dispose();
      channel.close();
    },
  };
}
