import { join } from "node:path";
import {
  chosenCandidate,
  createModelFinder,
  embeddingCandidates,
  usableReranker,
} from "./documents/embedding/find-model.ts";
import { createDocuments } from "./documents/service.ts";
import { documentsRoutes } from "./documents/routes.ts";
import { createEvaluate } from "./chat/evaluate/service.ts";
import { createExchange } from "./chat/exchange/service.ts";
import { createDrafts } from "./chat/drafts/service.ts";
import { chatRoutes } from "./chat/routes.ts";
import { type ChatService, createChat } from "./chat/service.ts";
import type { Host } from "./host.ts";
import { jobsRoutes } from "./jobs/routes.ts";
import { createJobs, type JobsService } from "./jobs/service.ts";
import type { Log } from "./lib/log.ts";
import { dataPaths } from "./lib/paths.ts";
import { unpacked } from "./lib/unpacked.ts";
import { readMachine } from "./models/fit/machine.ts";
import { hubRoutes } from "./models/hub/routes.ts";
import { createHub } from "./models/hub/service.ts";
import { createMeasuring } from "./models/presets/measure.ts";
import { presetsRoutes } from "./models/presets/routes.ts";
import { createPresets } from "./models/presets/service.ts";
import { createPresetTools } from "./models/presets/tools.ts";
import { quantiseRoutes } from "./models/quantise/routes.ts";
import { createQuantise } from "./models/quantise/service.ts";
import { outputsRoutes } from "./models/outputs/routes.ts";
import { createOutputs } from "./models/outputs/service.ts";
import { adaptersRoutes } from "./models/adapters/routes.ts";
import { createAdapters } from "./models/adapters/service.ts";
import { SAMPLE, sampleFile } from "./models/sample.ts";
import { modelsRoutes } from "./models/routes.ts";
import { createModels, type ModelsService } from "./models/service.ts";
import { createNetwork } from "./privacy/network.ts";
import { privacyRoutes } from "./privacy/routes.ts";
import { startParser } from "./parser/start.ts";
import { createPrivacy } from "./privacy/service.ts";
import type { ChildHost } from "./process/child-host.ts";
import { createRouter, type Router } from "./rpc/router.ts";
import { settingsRoutes } from "./settings/routes.ts";
import { createSettings } from "./settings/service.ts";
import { openStore } from "./store/open.ts";
import { startTrainer } from "./trainer/start.ts";
import { trainingRoutes } from "./training/routes.ts";
import { createTraining } from "./training/service.ts";

export interface AppOptions {
  /** Everything that Cloister keeps; see lib/paths.ts. */
  dataDir: string;
  /** Migrations, prompts, texts: as shipped. */
  resourcesDir: string;
  /** Where the sample model is put and looked for. */
  sampleDir: string;
  childHost: ChildHost;
  host: Host;
  version: string;
  log: Log;
  /** Told with the size of the database when looking through it takes longer than a moment. */
  onSlowStart?: (databaseBytes: number) => void;
}

/** What a face of the app needs of its features. */
export interface Services {
  readonly chat: ChatService;
  readonly jobs: JobsService;
  readonly models: ModelsService;
}

export interface App {
  readonly router: Router;
  readonly services: Services;
  /** Ends children, saves, closes the database; a second call waits for the first. */
  dispose(): Promise<void>;
}

/**
 * The composition root: the only place that builds services and knows who needs whom.
 * Throws ALREADY_OPEN, FOLDER_READ_ONLY, DISK_FULL, STORE_NEWER.
 */
export async function createApp(options: AppOptions): Promise<App> {
  // What was opened last is closed first, also when a later one cannot be opened.
  await using opened = new AsyncDisposableStack();
  const built = await build(options, opened);
  const everything = opened.move();
  let disposed: Promise<void> | null = null;
  return { ...built, dispose: () => (disposed ??= everything.disposeAsync()) };
}

async function build(options: AppOptions, opened: AsyncDisposableStack): Promise<Pick<App, "router" | "services">> {
  const { dataDir, resourcesDir, sampleDir, childHost, host, version, log, onSlowStart } = options;
  const store = await openStore({
    ...{ dataDir, migrationsDir: join(resourcesDir, "migrations"), key: null, log },
    onSlow: onSlowStart,
  });
  opened.defer(() => store.close());
  const settings = createSettings({ store, host, dataDir, version });
  const network = createNetwork({ store, log });
  const jobs = createJobs({ store, log });
  const presets = createPresets({ store });
  opened.defer(() => presets.dispose());
  const usualLoad = (modelId: string) => presets.usual(modelId)?.load ?? {};
  const adapterBytes = (modelId: string) =>
    adapters.forChats
      .usualAdapters(modelId)
      .reduce((sum, { adapterId }) => sum + (library.listed().find(({ id }) => id === adapterId)?.sizeBytes ?? 0), 0);
  const draftModelId = (modelId: string) => {
    const drafting = presets.usual(modelId)?.drafting ?? null;
    return drafting?.kind === "model" ? drafting.modelId : null;
  };
  const shippedDir = unpacked(join(resourcesDir, "models"));
  const models = createModels({
    ...{ store, jobs, childHost, host, settings, network, dataDir, sampleDir, usualLoad, adapterBytes, log },
    draftModelId,
    shippedDir,
  });
  opened.defer(() => models.dispose());
  const measuring = createMeasuring({ jobs, presets, engines: models });
  const { library, cards, inspector, onChanged } = models;
  const defaultModelId = () => settings.get().defaultModelId;
  const adapters = createAdapters({
    ...{ library, inspector, jobs, store, dataDir, onChanged, defaultModelId },
    bundled: {
      folder: unpacked(join(resourcesDir, "adapters")),
      sha256Of: ({ path, sizeBytes }) =>
        path === sampleFile(sampleDir) && sizeBytes === SAMPLE.sizeBytes ? SAMPLE.sha256 : null,
      log,
    },
  });
  opened.defer(() => adapters[Symbol.dispose]());
  const quantise = createQuantise({ library, inspector, jobs, store, childHost, dataDir, log });
  opened.defer(() => quantise[Symbol.dispose]());
  const outputs = createOutputs({
    ...{ library, inspector, jobs, childHost, dataDir, version, log },
    resolveAdapters: adapters.forChats.resolveAdapters,
    knownSha256: (modelId) => models.knownSha256(modelId),
  });
  const hub = createHub({
    ...{ store, jobs, network, settings, host, library, cards, inspector, onChanged, dataDir, resourcesDir, log },
    readMachine: () => readMachine(0),
    machineSpeed: () => models.fit.machineSpeed(),
  });
  opened.defer(() => hub[Symbol.dispose]());
  const embeddings = () => embeddingCandidates(library.listed(), shippedDir);
  const chosenEmbedding = () => chosenCandidate(embeddings(), settings.get().embeddingModelId);
  const documents = createDocuments({
    ...{ store, jobs, engines: { ...models, ...adapters.forChats }, log },
    indexPath: dataPaths(dataDir).documentsIndex,
    languagesFolder: dataPaths(dataDir).languages,
    embeddingModels: {
      chosen: createModelFinder({ find: chosenEmbedding, onChanged }),
      candidates: embeddings,
      isStandIn: () => (settings.get().embeddingModelId ?? chosenEmbedding()?.id) !== chosenEmbedding()?.id,
      choose: (modelId) => void settings.set({ embeddingModelId: modelId }),
    },
    rerankerId: () => usableReranker(library.listed(), settings.get().rerankerModelId),
    openParser: () =>
      startParser({
        childHost,
        onCrash: ({ code, signal, lastWords }) => log.error({ code, signal, lastWords }, "A parser has ended"),
      }),
  });
  opened.defer(() => documents.dispose());
  const training = createTraining({
    ...{ store, jobs, models, adapters, dataDir, version, log },
    trainer: (signal) =>
      startTrainer({
        ...{ childHost, signal },
        onCrash: ({ code, signal, lastWords }) => log.error({ code, signal, lastWords }, "A trainer has crashed"),
      }),
  });
  opened.defer(() => training[Symbol.dispose]());
  // Before the engines end: a job that is told of it goes on at the next start, one whose engine is gone has failed.
  opened.defer(() => jobs.dispose());
  const chat = createChat({
    ...{ store, engines: { ...models, ...adapters.forChats }, presets, settings, documents, jobs, log },
  });
  opened.defer(() => chat.dispose());
  const evaluate = createEvaluate({ store, jobs, engines: { ...models, ...adapters.forChats }, presets, documents });
  const exchange = createExchange({ store, jobs });
  const privacy = createPrivacy({ store, network, jobs, dataDir, chatBin: chat });
  jobs.begin();
  models.begin();
  documents.begin().catch((error: unknown) => log.error({ err: error }, "Documents could not be looked at"));
  training.begin();

  const router = createRouter({
    chat: chatRoutes(chat, createDrafts(store), evaluate, exchange),
    documents: documentsRoutes(documents),
    jobs: jobsRoutes(jobs),
    models: modelsRoutes(models, {
      adapters: adaptersRoutes(adapters),
      hub: hubRoutes(hub),
      outputs: outputsRoutes(outputs),
      presets: presetsRoutes(presets, createPresetTools(models.library), measuring),
      quantise: quantiseRoutes(quantise),
    }),
    privacy: privacyRoutes(privacy),
    settings: settingsRoutes(settings),
    training: trainingRoutes(training),
  });
  return { router, services: { chat, jobs, models } };
}
