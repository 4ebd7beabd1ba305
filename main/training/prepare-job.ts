import { stat } from "node:fs/promises";
import type { Jobs } from "#main/jobs/worker.ts";
import { asCrash, modelToTrain, type TrainingContext } from "./context.ts";
import { costOf, toMeasure } from "./plan.ts";
import type { TrainingRecord } from "./store.ts";
import { threadsOf } from "./threads.ts";
import type { ModelRecord } from "./trainable.ts";
import type { TrainProgress } from "./trainer.ts";

interface Payload {
  trainingId: string;
}

/** Shares of the whole: reading takes as long as there is text, measuring some seconds. */
const READING = 0.5;

/** Reads the texts of a training as its model will, and measures some steps: what it will take is known before it starts. */
export function registerPrepareJob(jobs: Jobs, context: TrainingContext): (trainingId: string) => string {
  const { trainings, folders, models } = context;

  jobs.register<Payload, never>({
    kind: "plan-training",
    canPause: false,
    afterRestart: "resume",
    // Two would measure one another.
    atOnce: 1,
    async run({ jobId, payload: { trainingId }, signal, progress }) {
      const record = trainings.find(trainingId);
      if (record === null || record.deletedAt !== null || record.sources.length === 0) return;
      // Started since: what it learns from stays what it is.
      if (record.run !== null) return;
      trainings.setPreparing(trainingId, jobId);
      trainings.change(trainingId, { problem: null });
      const model = await modelToTrain(context, record.modelId);
      const file = { path: model.path, name: model.name };
      const folder = folders.of(trainingId);
      using trainer = context.trainer(signal);
      try {
        const readFrom = await originOf(record, model);
        if (record.readFrom !== readFrom || record.report === null) {
          trainings.change(trainingId, { state: "draft", report: null, readFrom: null, measured: null });
          const { sources, data } = record;
          const plain = sources.map(({ path, name, format, columns }) => ({ path, name, format, columns }));
          const report = await trainer.examine({ model: file, sources: plain, data, folder }, stepsTo(0, READING));
          signal.throwIfAborted();
          trainings.change(trainingId, { state: "examined", report, readFrom });
        }
        const { settings, share, measured } = trainings.get(trainingId);
        if (measured !== null && costOf(measured.settings, measured.share) === costOf(settings, share)) return;
        const plan = await trainer.measure(
          { model: file, folder, settings: toMeasure(settings), maxThreads: threadsOf(share) },
          stepsTo(READING, 1),
        );
        signal.throwIfAborted();
        const freeBytes = context.freeMemoryBytes();
        const freeDiskBytes = await folders.freeBytes();
        const wasBusy = trainings.all().some(({ state }) => state === "running") || models.writing() > 0;
        const now = { freeBytes, freeDiskBytes, measuredAt: Date.now(), wasBusy };
        trainings.change(trainingId, { measured: { plan, settings, share, ...now } });
      } catch (error) {
        throw signal.aborted ? error : asCrash(error, model.name, 0, 1);
      }

      function stepsTo(from: number, to: number) {
        return ({ step, fraction }: TrainProgress): void =>
          progress(from + fraction * (to - from), { key: `training-${step}`, values: {} });
      }
    },
  });

  return (trainingId) => {
    const { name } = trainings.get(trainingId);
    const { jobId } = jobs.start<Payload>("plan-training", name, { trainingId });
    trainings.setPreparing(trainingId, jobId);
    return jobId;
  };
}

/** Another value: what was read of the texts does not hold any more. */
export async function originOf({ sources, data }: TrainingRecord, model: ModelRecord): Promise<string> {
  const files = await Promise.all(
    sources.map(async ({ path, format, columns }) => {
      const found = await stat(path).catch(() => null);
      return [path, format, columns, found?.size ?? 0, found?.mtimeMs ?? 0];
    }),
  );
  return JSON.stringify([model.id, model.fingerprint, files, data]);
}
