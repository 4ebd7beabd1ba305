import { availableParallelism } from "node:os";
import { createChannel } from "#main/lib/channel.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { Log } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import type { ChildHost } from "#main/process/child-host.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import type { TrainerClient } from "#main/trainer/client.ts";
import { type StartTrainer, startTrainer } from "#main/trainer/start.ts";
import type { Inspector } from "../library/inspector.ts";
import type { Library } from "../library/library.ts";
import type { ModelCopy, Quantisation, QuantiseOptions, QuantisePlan } from "./contract.ts";
import { registerCompareJob, registerQuantiseJob, subjectOf, type Text } from "./jobs.ts";
import { checkOriginal, checkSource, takesText } from "./refusal.ts";
import { createCopiesStore } from "./store.ts";
import { freeBytesOf, removeLeftovers } from "./target.ts";
import { FILE_TYPES, isOriginal, typesFor, usualFor } from "./types.ts";

/** Smaller copies of models, and how they compare with what they were made from. */
export interface QuantiseService {
  watch(signal?: AbortSignal): AsyncGenerator<ModelCopy[], void>;
  options(modelId: string): QuantiseOptions;
  plan(modelId: string, type: Quantisation, signal?: AbortSignal): Promise<QuantisePlan>;
  start(request: StartRequest): { jobId: string };
  compare(modelId: string, text: Text): { jobId: string };
}

export interface StartRequest {
  modelId: string;
  type: Quantisation;
  text: Text | null;
  useImportance: boolean;
  again: boolean;
}

export interface QuantiseServiceOptions {
  readonly library: Library;
  readonly inspector: Inspector;
  readonly jobs: Jobs;
  readonly store: Store;
  readonly childHost: ChildHost;
  readonly dataDir: string;
  readonly log: Log;
  /** For tests. */
  readonly startTrainer?: (options: StartTrainer) => TrainerClient;
  readonly freeMemoryBytes?: () => number;
}

export function createQuantise(options: QuantiseServiceOptions): QuantiseService & Disposable {
  const { library, inspector, jobs, store, childHost, dataDir, log } = options;
  const folder = dataPaths(dataDir).models;
  const saved = createCopiesStore(store);
  const copies = new Map(saved.all().map((copy) => [copy.modelId, copy]));
  const channel = createChannel<ModelCopy[]>();
  const newTrainer = options.startTrainer ?? startTrainer;
  const trainer = (signal: AbortSignal) =>
    newTrainer({
      childHost,
      signal,
      onCrash: ({ code, signal, lastWords }) => log.error({ code, signal, lastWords }, "A trainer has crashed"),
    });
  const context = {
    library,
    inspector,
    folder,
    trainer,
    maxThreads: availableParallelism(),
    freeMemoryBytes: options.freeMemoryBytes ?? (() => process.availableMemory()),
    copyOf,
    keep(copy: ModelCopy): void {
      saved.save(copy);
      copies.set(copy.modelId, copy);
      channel.publish(listed());
    },
  };
  const quantising = registerQuantiseJob(jobs, context);
  const comparing = registerCompareJob(jobs, context);
  removeLeftovers(folder).catch((error: unknown) => log.warn({ err: error }, "Half-made copies could not be removed"));

  function copyOf(modelId: string): ModelCopy {
    const copy = copies.get(modelId);
    if (copy === undefined) throw new AppError("NOT_FOUND", "This model was not made here.", { what: "model" });
    return copy;
  }

  function listed(): ModelCopy[] {
    return [...copies.values()];
  }

  return {
    async *watch(signal) {
      const live = channel.subscribe(signal);
      try {
        yield listed();
        yield* live;
      } finally {
        void live.return?.();
      }
    },

    options(modelId) {
      const record = checkSource(library.get(modelId));
      const { quantisation } = record.facts;
      return {
        quantisedAs: isOriginal(quantisation) ? null : quantisation,
        takesText: takesText(record),
        usual: usualFor(quantisation),
        types: typesFor(quantisation),
      };
    },

    async plan(modelId, type, signal = new AbortController().signal) {
      const record = checkSource(library.get(modelId));
      using child = trainer(signal);
      const source = { path: record.path, name: record.name };
      const [plan] = await child.plan({ source, fileTypes: [FILE_TYPES[type]] });
      if (plan === undefined) throw new Error("The trainer planned nothing");
      const { bytes, needsImportance, fallbacks } = plan;
      const freeBytes = await freeBytesOf(folder);
      return { type, sourceBytes: record.sizeBytes, bytes, freeBytes, needsText: needsImportance, fallbacks };
    },

    start(request) {
      const record = checkSource(library.get(request.modelId));
      checkOriginal(record, request.again);
      if (request.text !== null && !takesText(record)) {
        const problem = `${record.name} does not write, so it cannot be judged by a text.`;
        throw new AppError("INVALID_INPUT", problem, { problem });
      }
      return quantising.start(subjectOf(record), request);
    },

    compare(modelId, text) {
      copyOf(modelId);
      return comparing.start(subjectOf(checkSource(library.get(modelId))), { modelId, text });
    },

    [Symbol.dispose]: () => channel.close(),
  };
}
