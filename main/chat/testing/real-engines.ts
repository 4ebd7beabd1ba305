import { createJobs } from "#main/jobs/service.ts";
import { createLog } from "#main/lib/log.ts";
import { type AdaptersService, createAdapters } from "#main/models/adapters/service.ts";
import type { ModelAdapters } from "#main/models/lease.ts";
import { createModels, type Models } from "#main/models/service.ts";
import { createNetwork } from "#main/privacy/network.ts";
import type { Child, ChildHost } from "#main/process/child-host.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { DEFAULT_SETTINGS } from "#main/settings/defaults.ts";
import { openTestStore } from "#main/store/testing.ts";

export interface RealEngines {
  readonly models: Models & ModelAdapters;
  readonly adapters: AdaptersService;
  /** How often a model was loaded so far. */
  readonly loads: number;
  /** SIGKILL to every engine, the spare one too, as by the system when memory is short. */
  kill(): void;
  dispose(): Promise<void>;
}

/** The models feature with a store of its own in `dataDir`, the one model at `path`, and real engines. */
export async function openRealEngines(dataDir: string, path: string): Promise<RealEngines> {
  const store = await openTestStore(dataDir);
  const log = createLog({ level: "silent" });
  const jobs = createJobs({ store, log });
  const children: Child[] = [];
  const host = createNodeChildHost();
  const childHost: ChildHost = {
    start(kind, env) {
      const child = host.start(kind, env);
      children.push(child);
      return child;
    },
  };
  const models = createModels({
    store,
    jobs,
    childHost,
    host: { moveToBin: () => Promise.resolve() },
    settings: { get: () => DEFAULT_SETTINGS },
    network: createNetwork({ store, log }),
    dataDir,
    sampleDir: dataDir,
    log,
    system: null,
    // Files of tests run beside one another: threads of their engines would wait for one another.
    cores: 1,
  });
  const { library, inspector } = models;
  const onChanged = (tell: (modelId: string) => void) => models.onChanged(tell);
  const adapters = createAdapters({ library, inspector, jobs, store, dataDir, onChanged, defaultModelId: () => null });
  jobs.begin();
  await models.addFile(path);
  return {
    models: { ...models, ...adapters.forChats },
    adapters,
    get loads() {
      return jobs.list().filter(({ kind }) => kind === "load-model").length;
    },
    kill() {
      for (const child of children) child.kill();
    },
    async dispose() {
      adapters[Symbol.dispose]();
      await models.dispose();
      await jobs.dispose();
      store.close();
    },
  };
}
