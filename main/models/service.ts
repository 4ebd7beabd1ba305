import type { startEngine } from "#main/engine/start.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Host } from "#main/host.ts";
import type { Log } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import type { Network } from "#main/privacy/service.ts";
import type { ChildHost } from "#main/process/child-host.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { SettingsService } from "#main/settings/service.ts";
import type { Store } from "#main/store/open.ts";
import type { LoadOptions, Model, ModelsEvent, ModelsView } from "./contract.ts";
import { createEngines, type Engines } from "./engines.ts";
import { createModelsFeed } from "./feed.ts";
import { freeMemoryOf } from "./fit/fit.ts";
import { createFitService, type FitServiceOptions, type FitService } from "./fit/service.ts";
import { isSameStamp } from "./library/file-stamp.ts";
import { checkFile } from "./ready-file.ts";
import { createChecksums } from "./library/checksums.ts";
import { createInspector, type Inspector } from "./library/inspector.ts";
import type { ModelAdapters, ModelEngines } from "./lease.ts";
import { changed, createLibrary, type Library } from "./library/library.ts";
import { readMachine } from "./fit/machine.ts";
import type { installSample } from "./install-sample.ts";
import { type PlacesSystem, thisSystem } from "./library/places.ts";
import { defaultModel } from "./default-model.ts";
import { createSampleJob } from "./sample-job.ts";
import { sampleFile } from "./sample.ts";
import type { PresetLoad } from "./presets/contract.ts";
import { resolveDrafting } from "./presets/resolve-drafting.ts";
import { modelsOf } from "./library/projectors.ts";
import { createScanJob, type ScanJobOptions } from "./library/scan-job.ts";
import { createLibraryService, type LibraryService } from "./library/service.ts";
import { type Cards, createCards } from "./library/store.ts";
import { createModelsStore, type ModelRecord } from "./store.ts";

export interface ModelsService extends LibraryService {
  /** Looks for models, and again whenever a folder changes. */
  begin(): void;
  get(): Promise<ModelsView>;
  watch(signal?: AbortSignal): AsyncGenerator<ModelsEvent, void>;
  setLoadOptions(modelId: string, loadOptions: LoadOptions): Promise<Model>;
  readonly fit: FitService;
  load(modelId: string, anyway?: boolean): { jobId: string };
  unload(modelId: string): Promise<void>;
  installSample(networkAllowed: boolean): { jobId: string };
}

export interface ModelsOptions {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly childHost: ChildHost;
  readonly host: Pick<Host, "moveToBin">;
  readonly settings: Pick<SettingsService, "get">;
  readonly network: Network;
  readonly dataDir: string;
  /** Where the sample model is looked for, and put. */
  readonly sampleDir: string;
  /** Models that come with Cloister; not given: none. */
  readonly shippedDir?: string;
  readonly log: Log;
  /** Where other programs keep models; null looks nowhere but in the user's folders. */
  readonly system?: PlacesSystem | null;
  /** For tests. */
  readonly measureMachine?: FitServiceOptions["measure"];
  /** What the usual preset of a model changes about how it is loaded; not given: nothing. */
  readonly usualLoad?: (modelId: string) => PresetLoad;
  /** What the adapters take that new chats with a model begin with; not given: nothing. */
  readonly adapterBytes?: (modelId: string) => number;
  /** The model that guesses ahead for a model in new chats; not given: none. */
  readonly draftModelId?: (modelId: string) => string | null;
  /** For tests. */
  readonly startEngine?: typeof startEngine;
  readonly readMachine?: typeof readMachine;
  readonly cores?: number;
  readonly inspector?: Inspector;
  readonly watching?: Pick<ScanJobOptions, "settleMs" | "askEveryMs">;
  readonly installSample?: typeof installSample;
}

export interface Models extends ModelsService, Omit<ModelEngines, keyof ModelAdapters> {
  /** For the other parts of the room, which app.ts builds. */
  readonly library: Library;
  readonly cards: Cards;
  readonly inspector: Inspector;
  /** The model with its file read again, right before something long begins. Throws what loading throws of a file. */
  ready(modelId: string): Promise<ModelRecord>;
  /** SHA-256 of the file as it is now, where it was worked out before; null otherwise, and for a model in several files. */
  knownSha256(modelId: string): string | null;
  /** Tells of every model that was noted or has changed, until it is disposed of. */
  onChanged(tell: (modelId: string) => void): Disposable;
  dispose(): Promise<void>;
}

export function createModels(options: ModelsOptions): Models {
  const { store, jobs, childHost, host, settings, network, dataDir, sampleDir, log } = options;
  const system = options.system === undefined ? thisSystem() : options.system;
  const saved = createModelsStore(store);
  const shipped = options.shippedDir === undefined ? [] : [options.shippedDir];
  const ownFolders = [...new Set([dataPaths(dataDir).models, sampleDir, ...shipped])];
  const cards = createCards(store, (modelId) => feed.changed(modelId));
  const inspector = options.inspector ?? createInspector();
  const listeners = new Set<(modelId: string) => void>();
  const library = createLibrary(saved, (modelId) => {
    feed.changed(modelId);
    // Whether another one has the same content is said of both.
    for (const { id } of library.doublesOf(library.get(modelId))) feed.changed(id);
    for (const tell of listeners) tell(modelId);
  });
  let isDisposed = false;

  const engines: Engines = createEngines({
    library,
    inspector,
    jobs,
    settings,
    childHost,
    dataDir,
    log,
    usualLoad: options.usualLoad ?? (() => ({})),
    freeMemory: async () => freeMemoryOf(await feed.freshMachine()),
    onChange: () => feed.publish({ type: "engines", engines: engines.states() }),
    ...(options.startEngine === undefined ? {} : { start: options.startEngine }),
    ...(options.cores === undefined ? {} : { cores: options.cores }),
  });
  const fit = createFitService({
    ...{ store, jobs, childHost, library, engines },
    machine: () => feed.freshMachine(),
    onMeasured() {
      const ids = library.listed().map(({ id }) => id);
      ids.forEach((id) => feed.changed(id));
      // What is recommended goes by the speed, too; told of one it is worked out once.
      for (const tell of listeners) ids.slice(0, 1).forEach(tell);
    },
    ...(options.measureMachine === undefined ? {} : { measure: options.measureMachine }),
    ...(options.adapterBytes === undefined ? {} : { adapterBytes: options.adapterBytes }),
    ...(options.draftModelId === undefined ? {} : { draftModelId: options.draftModelId }),
  });
  const sample = createSampleJob({
    jobs,
    network,
    sampleDir,
    log,
    onChange: () => feed.publish({ type: "sample", sample: sample.state() }),
    ...(options.installSample === undefined ? {} : { install: options.installSample }),
    onInstalled: async (path) => void library.note(path, "cloister", await inspector.inspect(path)),
  });

  const scanning = createScanJob({
    library,
    inspector,
    jobs,
    ownFolders,
    folders: () => saved.folders(),
    system,
    log,
    onChange: (isRunning) => feed.publish({ type: "scanning", scanning: isRunning }),
    onFolders: () => feed.foldersChanged(),
    ...options.watching,
  });

  const feed = createModelsFeed({
    library,
    engines,
    readMachine: options.readMachine ?? readMachine,
    folders: () => scanning.folders(),
    beside: (record) => {
      const { isFavourite, note } = cards.of(record.id);
      const isProjector = record.facts.kind === "projector";
      return {
        isSample: record.path === sampleFile(sampleDir),
        estimatedTokensPerSecond: fit.speedOf(record),
        isFavourite,
        note,
        isDouble: library.doublesOf(record).length > 0,
        partOf: isProjector ? (modelsOf(record, library.listed())[0]?.name ?? null) : null,
      };
    },
    rest: () => ({ scanning: scanning.isRunning, sample: sample.state() }),
    log,
  });
  const libraryService = createLibraryService({
    library,
    inspector,
    scanning,
    cards,
    checksums: createChecksums({ library, cards, jobs, childHost }),
    ownFolders,
    host,
    saved,
    shown: (record) => feed.shown(record),
    unload: (modelId) => engines.unload(modelId),
    onFolders: () => feed.foldersChanged(),
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

  /** What is loaded reads its file as it goes: it must not go on with another one's bytes. Loading then says what is the matter. */
  async function putAwayIfReplaced(record: ModelRecord): Promise<void> {
    if (record.problem?.code !== "MODEL_CHANGED") return;
    await engines.unload(record.id).catch(() => {
      // It is writing. That answer ends as it will; nothing else begins.
      throw changed(record);
    });
  }

  return {
    ...libraryService,
    library,
    cards,
    inspector,
    ready: (modelId) => checkFile(library, inspector, modelId),
    knownSha256(modelId) {
      const { checksum } = cards.of(modelId);
      const isOfNow = checksum !== null && isSameStamp(checksum, library.get(modelId));
      return isOfNow && checksum.sha256.length === 1 ? (checksum.sha256[0] ?? null) : null;
    },
    onChanged(tell) {
      listeners.add(tell);
      return { [Symbol.dispose]: () => void listeners.delete(tell) };
    },
    begin: () => scanning.watch(),
    get: () => feed.view(),
    watch(signal) {
      engines.expectLoad();
      return feed.watch(signal);
    },
    /** Counts from the next load. */
    setLoadOptions: (modelId, loadOptions) => feed.shown(library.update(modelId, { loadOptions })),
    fit,
    load: (modelId, anyway) => ({ jobId: engines.load(library.get(modelId).id, anyway) }),
    unload: (modelId) => engines.unload(library.get(modelId).id),
    installSample: (networkAllowed) => sample.install(networkAllowed),

    async acquire(modelId, waiting) {
      const record = library.get(resolve(modelId));
      const { id } = record;
      await putAwayIfReplaced(record);
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
    resolveDrafting: (drafting) => resolveDrafting(library, drafting),
    forgetConversation: (conversationKey) => engines.forgetConversation(conversationKey),
    writing: () => engines.writing(),
    noteSpeed(modelId, tokensPerSecond) {
      engines.forgiveCrashes(modelId);
      library.update(modelId, { tokensPerSecond });
    },
    forgetCrashes: (modelId) => engines.forgetCrashes(modelId),

    async dispose() {
      isDisposed = true;
      scanning.dispose();
      await engines.dispose();
      await inspector.dispose();
      feed.stop();
    },
  };
}
