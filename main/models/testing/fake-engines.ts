import type { EngineClient } from "#main/engine/client.ts";
import type { EngineStatus, GenerateEvent, GenerateInput, LoadedModel } from "#main/engine/contract.ts";
import type { StartedEngine, startEngine, StartEngine } from "#main/engine/start.ts";
import type { ChildExit } from "#main/process/child-host.ts";
import { AppError } from "#main/rpc/errors.ts";

/** One engine that a test holds in its hand, in place of a child process. */
export interface FakeEngine {
  readonly options: StartEngine;
  /** Thread limits it was told, the first at load. */
  readonly threads: number[];
  readonly isShutDown: boolean;
  readonly forgotten: string[];
  status: EngineStatus;
  crash(): void;
  /** Ends the oldest answer that is being written. */
  finishAnswer(): void;
}

export interface FakeEngines {
  readonly start: typeof startEngine;
  readonly started: FakeEngine[];
  /** Set: loads wait until what it gives resolves, or fail as it rejects. */
  hold: (() => Promise<void>) | null;
}

const LOADED: LoadedModel = {
  backend: "cpu",
  deviceName: null,
  gpuLayers: 0,
  totalLayers: 3,
  contextTokens: 2_048,
  sequences: 2,
  trainedContextTokens: 2_048,
  threads: 2,
  hasChatTemplate: true,
  templateName: "chatml",
  modelBytes: 1,
  contextBytes: 1,
  gpuBytes: 0,
  libraryVersion: "test",
};

export function createFakeEngines(): FakeEngines {
  const fakes: FakeEngines = {
    started: [],
    hold: null,
    async start(options) {
      options.onProgress(0.5);
      if (fakes.hold !== null) await Promise.race([fakes.hold(), aborted(options.signal)]);
      const { fake, started } = createFake(options);
      fakes.started.push(fake);
      return started;
    },
  };
  return fakes;
}

function createFake(options: StartEngine): { fake: FakeEngine; started: StartedEngine } {
  const exit = Promise.withResolvers<ChildExit>();
  const answers: PromiseWithResolvers<undefined>[] = [];
  let isShutDown = false;
  const fake: FakeEngine = {
    options,
    forgotten: [],
    threads: [options.load.maxThreads],
    status: { threads: 2, memoryBytes: 5e8, gpuMemoryBytes: 0, busyChats: 0, waitingChats: 0, tokensPerSecond: null },
    get isShutDown() {
      return isShutDown;
    },
    crash() {
      for (const answer of answers.splice(0)) {
        answer.reject(new AppError("ENGINE_CRASHED", "", { model: options.modelName, words: 0 }));
      }
      exit.resolve({ code: null, signal: "SIGSEGV", lastWords: "" });
    },
    finishAnswer: () => answers.shift()?.resolve(undefined),
  };
  const client = {
    async *generate(_input: GenerateInput, _signal: AbortSignal): AsyncGenerator<GenerateEvent, void, void> {
      const answer = Promise.withResolvers<undefined>();
      answers.push(answer);
      await answer.promise;
      yield {
        type: "done",
        stopReason: "end",
        promptTokens: 1,
        reusedTokens: 0,
        generatedTokens: 1,
        firstTokenMs: 1,
        thoughtsMs: null,
        tokensPerSecond: null,
        usedTokens: 2,
        leftOutTurnIds: [],
      };
    },
    status: () => Promise.resolve(fake.status),
    setMaxThreads: (maxThreads: number) => Promise.resolve(void fake.threads.push(maxThreads)),
    forget: (key: string) => Promise.resolve(void fake.forgotten.push(key)),
    shutDown: () => {
      isShutDown = true;
      exit.resolve({ code: 0, signal: null, lastWords: "" });
      return Promise.resolve();
    },
  } as Partial<EngineClient> as EngineClient;
  const started: StartedEngine = { client, loaded: LOADED, exit: exit.promise, pid: 1, kill: () => fake.crash() };
  return { fake, started };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(new AppError("CANCELLED", "", {}));
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
