import type { JobsService } from "#main/jobs/service.ts";
import type { JobRun, Jobs } from "#main/jobs/worker.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { DocumentEngines } from "../engines.ts";
import type { DocumentIndex } from "../index/open-index.ts";
import type { EmbeddingState } from "./contract.ts";
import { type Embedder, openEmbedder } from "./embedder.ts";
import { embedMissing } from "./embed-missing.ts";
import type { EmbeddingCandidate } from "./find-model.ts";
import { createOneAtATime } from "./one-at-a-time.ts";
import { servingModel, setOf } from "./serving-model.ts";

/** The models of the library that can make vectors, and which of them the user wants. */
export interface EmbeddingModels {
  /** The chosen one; in the first moment of the app it is waited for. null: there is none. */
  chosen(signal: AbortSignal): Promise<EmbeddingCandidate | null>;
  candidates(): readonly EmbeddingCandidate[];
  /** The one that the user asked for cannot be used now: another is in its place. */
  isStandIn(): boolean;
  /** On disk when it returns. */
  choose(modelId: string): void;
}

/** What makes passages findable by their meaning. */
export interface Embedding {
  /** By the model whose vectors serve now: for questions, and for passages that have just been read. null: there is none. */
  openServing(signal: AbortSignal): Promise<Embedder | null>;
  /** Lets go of other models' vectors once the chosen one has made all; else a job begins to make them, unless one is at it. */
  complete(signal: AbortSignal): Promise<void>;
  state(signal: AbortSignal): Promise<EmbeddingState>;
  choose(modelId: string, signal: AbortSignal): Promise<void>;
}

export interface EmbeddingOptions {
  readonly jobs: Jobs & Pick<JobsService, "list">;
  readonly engines: DocumentEngines;
  readonly index: DocumentIndex;
  readonly models: EmbeddingModels;
}

interface Payload {
  readonly modelId: string;
}

export function createEmbedding({ jobs, engines, index, models }: EmbeddingOptions): Embedding {
  const inTurn = createOneAtATime();

  async function open(modelId: string, signal: AbortSignal): Promise<Embedder> {
    const embedder = await openEmbedder({ engines, modelId, signal });
    // Questions are not kept waiting by passages.
    return { ...embedder, passages: (texts) => inTurn(() => embedder.passages(texts)) };
  }

  jobs.register<Payload, never>({
    kind: "embed-documents",
    canPause: true,
    afterRestart: "resume",
    atOnce: 1,
    aboutId: ({ modelId }) => modelId,
    run: embedAll,
  });

  async function embedAll({ payload, signal, progress }: JobRun<Payload, never>): Promise<void> {
    const { modelId } = payload;
    // Another was chosen while this one waited for the app to open again.
    if ((await models.chosen(signal))?.id !== modelId) return;
    using embedder = await open(modelId, signal);
    const onProgress = (share: number) => progress(share, { key: "indexing", values: {} });
    // Also what is read while it ends: nobody else begins for it as long as this job is under way.
    do await embedMissing({ index, embedder, signal, onProgress });
    while ((await models.chosen(signal))?.id === modelId && !(await letOthersGo(signal)));
  }

  /** Other models' vectors go once the chosen one has made all. False: it has not. */
  async function letOthersGo(signal: AbortSignal): Promise<boolean> {
    const chosen = await models.chosen(signal);
    if (chosen === null) return true;
    const vectors = await index.vectorSets({});
    const own = setOf(vectors, chosen);
    if ((own?.embedded ?? 0) < vectors.passages) return false;
    // While the one that was asked for is away its vectors wait for it.
    if (own !== null && !models.isStandIn()) await index.settle({ model: own.model, dimensions: own.dimensions });
    return true;
  }

  async function complete(signal: AbortSignal): Promise<void> {
    const chosen = await models.chosen(signal);
    if (chosen !== null && !(await letOthersGo(signal))) start(chosen);
  }

  function start({ id, name }: EmbeddingCandidate): void {
    const open = jobs.list().filter(({ kind, endedAt }) => kind === "embed-documents" && endedAt === null);
    for (const job of open) if (job.aboutId !== id) jobs.cancel(job.id);
    if (open.some(({ aboutId }) => aboutId === id)) return;
    jobs.start<Payload>("embed-documents", name, { modelId: id });
  }

  return {
    complete,

    async openServing(signal) {
      const chosen = await models.chosen(signal);
      if (chosen === null) return null;
      const candidates = models.candidates();
      // Counting vectors takes a moment at every question; where there is nothing to choose it is not needed.
      if (candidates.length === 1) return open(chosen.id, signal);
      return open(servingModel(chosen, candidates, await index.vectorSets({})).id, signal);
    },

    async state(signal) {
      const chosen = await models.chosen(signal);
      const vectors = await index.vectorSets({});
      const serving = chosen && servingModel(chosen, models.candidates(), vectors);
      return {
        chosenId: chosen?.id ?? null,
        models: models.candidates().map(({ id, isShipped }) => ({ id, isShipped })),
        passages: vectors.passages,
        embedded: chosen === null ? 0 : Math.min(vectors.passages, setOf(vectors, chosen)?.embedded ?? 0),
        servingId: serving === null || serving.id === chosen?.id ? null : serving.id,
      };
    },

    async choose(modelId, signal) {
      if (!models.candidates().some(({ id }) => id === modelId))
        throw new AppError("NOT_FOUND", "This model is gone.", { what: "model" });
      (await openEmbedder({ engines, modelId, signal }))[Symbol.dispose]();
      models.choose(modelId);
      await complete(signal);
    },
  };
}
