import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createJobs, type JobsService } from "#main/jobs/service.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import { tinyModel, type TinyModelOptions } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { createLog } from "#main/lib/log.ts";
import { createNetwork, type Network } from "#main/privacy/network.ts";
import { DEFAULT_SETTINGS } from "#main/settings/defaults.ts";
import type { Settings } from "#main/settings/contract.ts";
import type { Store } from "#main/store/open.ts";
import { openTestStore } from "#main/store/testing.ts";
import type { Machine, Model } from "../contract.ts";
import { inspectModel } from "../library/inspect.ts";
import { createModels, type Models, type ModelsOptions } from "../service.ts";
import { createFakeEngines, type FakeEngines } from "./fake-engines.ts";

/** The models feature over a real store and real files, with engines and a computer that the test decides about. */
export interface OpenModels extends AsyncDisposable {
  readonly models: Models;
  readonly store: Store;
  readonly dataDir: string;
  readonly jobs: Jobs & JobsService;
  readonly network: Network;
  readonly engines: FakeEngines;
  readonly machine: Machine;
  readonly settings: { -readonly [K in keyof Settings]: Settings[K] };
  /** Where the sample model would be; scans look there. */
  readonly sampleDir: string;
  write(name: string, options?: TinyModelOptions): Promise<string>;
  /** Looks for models, to the end. */
  scan(): Promise<void>;
  list(): Promise<Model[]>;
}

export async function openModels(folder: string, options: Partial<ModelsOptions> = {}): Promise<OpenModels> {
  const dataDir = join(folder, "data");
  const sampleDir = join(folder, "models");
  mkdirSync(sampleDir, { recursive: true });
  const log = createLog({ level: "silent" });
  const store = await openTestStore(dataDir);
  const jobs = createJobs({ store, log });
  const network = createNetwork({ store, log });
  const settings = { ...DEFAULT_SETTINGS };
  const engines = createFakeEngines();
  const machine: Machine = {
    totalMemoryBytes: 16e9,
    freeMemoryBytes: 8e9,
    cloisterMemoryBytes: 1e8,
    cores: 8,
    gpus: [],
    hasVulkan: false,
  };
  const models = createModels({
    store,
    jobs,
    network,
    dataDir,
    sampleDir,
    log,
    settings: { get: () => settings },
    childHost: { start: () => expectNoChild() },
    host: { moveToBin: (path) => rm(path, { recursive: true }) },
    system: null,
    startEngine: engines.start,
    readMachine: () => Promise.resolve({ ...machine }),
    cores: 8,
    // Without the thread, which takes longer to start than all else here; inspector.test.ts has it.
    inspector: { inspect: inspectModel, dispose: () => Promise.resolve() },
    ...options,
  });
  jobs.begin();
  return {
    models,
    store,
    dataDir,
    jobs,
    network,
    engines,
    machine,
    settings,
    sampleDir,
    async write(name, tiny) {
      const path = join(sampleDir, name);
      await writeGguf(path, tinyModel(tiny));
      return path;
    },
    async scan() {
      const { jobId } = models.scan();
      while (jobs.list().some((job) => job.id === jobId && job.endedAt === null))
        await new Promise((r) => setTimeout(r, 5));
      const job = jobs.list().find(({ id }) => id === jobId);
      if (job?.state !== "done") throw new Error(`the scan ended ${job?.state}: ${job?.error?.message}`);
    },
    list: async () => (await models.get()).models,
    async [Symbol.asyncDispose]() {
      await models.dispose();
      await jobs.dispose();
      store.close();
    },
  };
}

function expectNoChild(): never {
  throw new Error("A test without engines started a child");
}
