import type { JobsService } from "#main/jobs/service.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import { newId } from "#main/lib/ids.ts";
import type { Log } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import type { AdapterKeeper } from "#main/models/lease.ts";
import type { Models } from "#main/models/service.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import { conflict, type TrainingContext } from "./context.ts";
import type { TrainableModel, TrainingEvent, TrainingSummary } from "./contract.ts";
import { createEditing, type Editing } from "./editing.ts";
import { createTrainingFolders } from "./folders.ts";
import { followJobs } from "./follow-jobs.ts";
import { plannedFor } from "./plan.ts";
import { originOf, registerPrepareJob } from "./prepare-job.ts";
import { emptyRun } from "./recorder.ts";
import { createTrainingsStore, type TrainingRecord } from "./store.ts";
import { trainableModels } from "./trainable.ts";
import { registerTrainJob } from "./train-job.ts";
import { createTrainings } from "./trainings.ts";
import { USUAL_DATA, USUAL_TRAINING } from "./usual.ts";

/** Trainings: from the texts and the plan to an adapter on the shelf. */
export interface TrainingService extends Omit<Editing, "prepareSoon" | "changeable" | "stop"> {
  /** After the jobs have begun. */
  begin(): void;
  watchList(signal?: AbortSignal): AsyncGenerator<TrainingSummary[], void>;
  watch(trainingId: string, signal?: AbortSignal): AsyncGenerator<TrainingEvent, void>;
  models(): TrainableModel[];
  create(name: string, modelId: string | null): { trainingId: string };
  start(trainingId: string): Promise<void>;
  stop(trainingId: string): void;
  discard(trainingId: string): Promise<void>;
  again(trainingId: string): { trainingId: string };
  remove(trainingId: string): void;
  restore(trainingId: string): void;
}

export interface TrainingOptions extends Pick<TrainingContext, "trainer" | "version"> {
  readonly store: Pick<Store, "db" | "write">;
  readonly jobs: Jobs & Pick<JobsService, "watch" | "cancel" | "resume">;
  readonly models: Pick<Models, "library" | "ready" | "knownSha256" | "writing">;
  readonly adapters: AdapterKeeper;
  readonly dataDir: string;
  readonly log: Log;
  /** For tests. */
  readonly freeMemoryBytes?: () => number;
  readonly quietMs?: number;
  readonly settleMs?: number;
}

/** A chat goes on after some thought: so long nothing is written before a training goes on. */
const QUIET_MS = 20_000;
/** For how long a deleted one can be brought back; less when Cloister is closed. */
const KEPT_DELETED_MS = 60 * 60 * 1_000;

export function createTraining(options: TrainingOptions): TrainingService & Disposable {
  const { jobs, models, log } = options;
  const trainings = createTrainings(createTrainingsStore(options.store));
  const folders = createTrainingFolders(dataPaths(options.dataDir).trainings);
  const context: TrainingContext = {
    ...{
      trainings,
      folders,
      models,
      log,
      adapters: options.adapters,
      trainer: options.trainer,
      version: options.version,
    },
    freeMemoryBytes: options.freeMemoryBytes ?? (() => process.availableMemory()),
    quietMs: options.quietMs ?? QUIET_MS,
  };
  const startPreparing = registerPrepareJob(jobs, context);
  const training = registerTrainJob(jobs, context);
  const editing = createEditing({ context, training, startPreparing, cancel: jobs.cancel, settleMs: options.settleMs });
  const erasing = new Map<string, NodeJS.Timeout>();
  const over = new AbortController();

  async function erase(trainingId: string): Promise<void> {
    clearTimeout(erasing.get(trainingId));
    erasing.delete(trainingId);
    await folders.free(trainingId);
    trainings.erase(trainingId);
  }

  async function begin(): Promise<void> {
    for (const { id, deletedAt } of trainings.all()) if (deletedAt !== null) await erase(id);
    await folders.freeOthers(new Set(trainings.all().map(({ id }) => id)));
  }

  /** Begins, or goes on from what was saved. */
  function goOn(record: TrainingRecord): void {
    if (record.jobId !== null) return jobs.resume(record.jobId);
    const run = record.run ?? emptyRun(plannedFor(record)?.plan.steps ?? 0);
    const startedAt = record.startedAt ?? Date.now();
    trainings.change(record.id, { state: "waiting", problem: null, run, startedAt, endedAt: null });
    trainings.change(record.id, { jobId: training.start(record.id) });
  }

  /** What it worked with was discarded: its texts are read again, and its plan made, before it can start. */
  function beginAnew(trainingId: string): void {
    trainings.backTo(trainingId, -1);
    trainings.change(trainingId, {
      ...{ state: "draft", problem: null, report: null, measured: null, readFrom: null, run: null },
      ...{ startedAt: null, endedAt: null },
    });
    editing.prepareSoon(trainingId, 0);
  }

  return {
    begin() {
      followJobs(jobs, trainings, over.signal).catch((error: unknown) =>
        log.error({ err: error }, "Trainings do not follow their jobs any more"),
      );
      begin().catch((error: unknown) => log.warn({ err: error }, "What deleted trainings left could not be erased"));
    },

    watchList: (signal) => trainings.watchList(signal),
    watch: (trainingId, signal) => trainings.watch(trainingId, signal),
    models: () => trainableModels(models.library.listed(), context.freeMemoryBytes()),

    create(name, modelId) {
      const model = modelId === null ? null : models.library.get(modelId);
      const id = newId();
      trainings.put({
        ...{ id, name, state: "draft", modelId, modelName: model?.name ?? "", sources: [] },
        ...{ data: USUAL_DATA, settings: USUAL_TRAINING, share: "half", pausesForChat: true },
        ...{ jobId: null, problem: null, report: null, measured: null, readFrom: null, run: null, result: null },
        ...{ createdAt: Date.now(), startedAt: null, endedAt: null, deletedAt: null },
      });
      return { trainingId: id };
    },

    configure: editing.configure,
    addSource: editing.addSource,
    setColumns: editing.setColumns,
    removeSource: editing.removeSource,
    prepare: editing.prepare,

    async start(trainingId) {
      const record = trainings.get(trainingId);
      const { state, modelId, run } = record;
      const hasEnded = run !== null && (state === "failed" || state === "cancelled");
      if (hasEnded && !folders.has(trainingId)) return beginAnew(trainingId);
      if (state === "paused" || hasEnded) return goOn(record);
      const plan = plannedFor(editing.changeable(trainingId));
      if (state !== "examined" || plan === null || modelId === null) {
        throw conflict("Its texts have to be read and its steps to be measured first.");
      }
      const model = await models.ready(modelId);
      if ((await originOf(record, model)) !== record.readFrom) {
        editing.prepareSoon(trainingId, 0);
        throw conflict("The model or a text has changed since it was read. It is read again now; start it then.");
      }
      const freeBytes = context.freeMemoryBytes();
      const neededBytes = plan.plan.memory.whole;
      if (neededBytes > freeBytes) {
        const message = `Training ${model.name} like this needs more memory than can be had.`;
        throw new AppError("NOT_ENOUGH_MEMORY", message, { model: model.name, neededBytes, freeBytes });
      }
      await folders.needRoom(plan.plan.diskBytes);
      // Somebody may have started it in another window meanwhile.
      if (trainings.get(trainingId).state === "examined") goOn(trainings.get(trainingId));
    },

    stop(trainingId) {
      const record = trainings.get(trainingId);
      const { state, run, jobId } = record;
      if (state === "done" || run === null) throw conflict("Nothing was learnt yet that could be kept.");
      if (training.stop(trainingId)) return;
      if (run.savedStep === null) {
        if (jobId === null) throw conflict("Nothing was saved of it that could be kept.");
        return jobs.cancel(jobId);
      }
      trainings.change(trainingId, { run: { ...run, isStopping: true } });
      goOn(trainings.get(trainingId));
    },

    async discard(trainingId) {
      const { state, run } = trainings.get(trainingId);
      if (state !== "failed" && state !== "cancelled") throw conflict("Only one that has ended can be discarded.");
      await folders.free(trainingId);
      if (run !== null)
        trainings.change(trainingId, { run: { ...run, savedStep: null, savedAt: null, bestStep: null } });
    },

    again(trainingId) {
      const record = trainings.get(trainingId);
      const id = newId();
      trainings.put({
        ...record,
        ...{ id, state: "draft", jobId: null, problem: null, report: null, measured: null, readFrom: null },
        ...{ run: null, result: null, createdAt: Date.now(), startedAt: null, endedAt: null },
      });
      editing.prepareSoon(id);
      return { trainingId: id };
    },

    remove(trainingId) {
      const { jobId } = trainings.get(trainingId);
      const preparing = trainings.preparingJobId(trainingId);
      for (const each of [jobId, preparing]) if (each !== null) jobs.cancel(each);
      trainings.change(trainingId, { deletedAt: Date.now() });
      const eraseLater = () => {
        erase(trainingId).catch((error: unknown) => log.warn({ err: error }, "A training could not be erased"));
      };
      erasing.set(trainingId, setTimeout(eraseLater, KEPT_DELETED_MS).unref());
    },

    restore(trainingId) {
      if (trainings.find(trainingId) === null) {
        throw new AppError("NOT_FOUND", "This training was erased for good.", { what: "training" });
      }
      clearTimeout(erasing.get(trainingId));
      erasing.delete(trainingId);
      trainings.change(trainingId, { deletedAt: null });
    },

    [Symbol.dispose]() {
      over.abort();
      editing.stop();
      for (const timer of erasing.values()) clearTimeout(timer);
      trainings.close();
    },
  };
}
