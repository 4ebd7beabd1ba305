import type { EngineLease, ModelEngines } from "#main/models/lease.ts";
import type { LoadOptions } from "#main/models/contract.ts";
import { type StartedEngine, startEngine } from "#main/engine/start.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { MODEL_ID } from "./scripted-engines.ts";

const loadOptions: LoadOptions = {
  backend: "cpu",
  gpuLayers: 0,
  contextTokens: 2_048,
  kvCacheType: "f16",
  flashAttention: "auto",
  mmap: true,
  mlock: false,
  threads: "auto",
  parallelChats: 2,
  ignoreMemoryCheck: true,
};

export interface RealEngines extends ModelEngines {
  /** SIGKILL, as the system does when memory is short. */
  kill(): void;
  dispose(): Promise<void>;
}

/** One real model in a real child, started when it is asked for and after it died, as the models feature does. */
export function createRealEngines(path: string): RealEngines {
  const childHost = createNodeChildHost();
  let starting: Promise<StartedEngine> | null = null;
  let running: StartedEngine | null = null;

  function start(onProgress: (progress: number) => void): Promise<StartedEngine> {
    const load = { path, options: loadOptions, modelFingerprint: path, kvStates: null, maxThreads: 2 };
    const { signal } = new AbortController();
    return startEngine({ childHost, modelName: "Gemma 3 270M", load, onProgress, signal });
  }

  function leaseOf({ client, loaded }: StartedEngine): EngineLease {
    const model = { modelId: MODEL_ID, modelName: "Gemma 3 270M", modelFingerprint: path };
    return { ...model, loaded, client, [Symbol.dispose]: () => undefined };
  }

  return {
    async acquire(_, { onProgress }) {
      starting ??= start(onProgress);
      const engine = await starting;
      running = engine;
      void engine.exit.then(() => {
        if (running === engine) starting = running = null;
      });
      return leaseOf(engine);
    },
    acquireIfLoaded: () => (running ? leaseOf(running) : null),
    resolveAdapters: () => [],
    noteSpeed: () => undefined,
    forgetCrashes: () => undefined,
    kill: () => running?.kill(),
    async dispose() {
      await running?.client.shutDown(5_000);
    },
  };
}
