import { AppError } from "#main/rpc/errors.ts";
import { conflict, type TrainingContext } from "./context.ts";
import type { DataSettings, MachineShare, TrainingSettings, TrainingSource } from "./contract.ts";
import { lookAtSource } from "./look-at-source.ts";
import { costOf } from "./plan.ts";
import type { TrainingRecord } from "./store.ts";
import type { TrainJob } from "./train-job.ts";
import { refusalOf } from "./trainable.ts";

/** Changes to a training before it starts; what was read and measured is read and measured again where it depends on them. */
export interface Editing {
  configure(trainingId: string, changes: TrainingChanges): void;
  addSource(trainingId: string, path: string): Promise<void>;
  setColumns(trainingId: string, path: string, columns: TrainingSource["columns"]): void;
  removeSource(trainingId: string, path: string): void;
  prepare(trainingId: string): void;
  /** Throws CONFLICT where it was started already: what it learns from stays what it is. */
  changeable(trainingId: string): TrainingRecord;
  /** Reads and measures again, once nothing more is changed for a moment. */
  prepareSoon(trainingId: string, afterMs?: number): void;
  stop(): void;
}

export interface TrainingChanges {
  name?: string | undefined;
  modelId?: string | undefined;
  data?: DataSettings | undefined;
  settings?: TrainingSettings | undefined;
  share?: MachineShare | undefined;
  pausesForChat?: boolean | undefined;
}

export interface EditingOptions {
  readonly context: TrainingContext;
  readonly training: Pick<TrainJob, "shareChanged">;
  readonly startPreparing: (trainingId: string) => void;
  readonly cancel: (jobId: string) => void;
  /** For tests. */
  readonly settleMs?: number | undefined;
}

/** Changes come one after the other while somebody types: read and measured once. */
const SETTLE_MS = 600;

export function createEditing({ context, training, startPreparing, cancel, ...options }: EditingOptions): Editing {
  const { trainings, models } = context;
  const settling = new Map<string, NodeJS.Timeout>();

  function changeable(trainingId: string): TrainingRecord {
    const record = trainings.get(trainingId);
    if (record.state === "draft" || record.state === "examined") return record;
    throw conflict("It was started already. Make a new one with the same texts to change them.");
  }

  function prepareSoon(trainingId: string, afterMs = options.settleMs ?? SETTLE_MS): void {
    clearTimeout(settling.get(trainingId));
    const running = trainings.preparingJobId(trainingId);
    if (running !== null) cancel(running);
    const timer = setTimeout(() => {
      settling.delete(trainingId);
      const record = trainings.find(trainingId);
      if (record === null || record.modelId === null || record.sources.length === 0) return;
      startPreparing(trainingId);
    }, afterMs);
    timer.unref();
    settling.set(trainingId, timer);
  }

  function changeTexts(trainingId: string, changes: Partial<TrainingRecord>): void {
    const nothingRead = { state: "draft", report: null, readFrom: null, measured: null, problem: null } as const;
    trainings.change(trainingId, { ...changes, ...nothingRead });
    prepareSoon(trainingId);
  }

  function sourcesWithout(trainingId: string, path: string): { record: TrainingRecord; others: TrainingSource[] } {
    const record = changeable(trainingId);
    const others = record.sources.filter((source) => source.path !== path);
    if (others.length < record.sources.length) return { record, others };
    throw new AppError("NOT_FOUND", "This file is not among the texts any more.", { what: "file" });
  }

  return {
    changeable,
    prepareSoon,

    configure(trainingId, { name, modelId, data, settings, share, pausesForChat }) {
      const before = trainings.get(trainingId);
      if (modelId !== undefined || data !== undefined || settings !== undefined) changeable(trainingId);
      const model = modelId === undefined ? null : models.library.get(modelId);
      const refusal = model === null ? null : refusalOf(model);
      if (refusal !== null) throw conflict(refusal);
      trainings.change(trainingId, {
        ...(name !== undefined && { name }),
        ...(share !== undefined && { share }),
        ...(pausesForChat !== undefined && { pausesForChat }),
        ...(settings !== undefined && { settings }),
      });
      if (model !== null) changeTexts(trainingId, { modelId: model.id, modelName: model.name });
      if (data !== undefined) changeTexts(trainingId, { data });
      const now = trainings.get(trainingId);
      const isOtherCost = costOf(before.settings, before.share) !== costOf(now.settings, now.share);
      if (isOtherCost && before.run === null) prepareSoon(trainingId);
      if (share !== undefined) training.shareChanged(trainingId);
    },

    async addSource(trainingId, path) {
      changeable(trainingId);
      const source = await lookAtSource(path);
      const { sources } = changeable(trainingId);
      if (sources.some((one) => one.path === source.path)) throw conflict(`${source.name} is among the texts already.`);
      changeTexts(trainingId, { sources: [...sources, source] });
    },

    setColumns(trainingId, path, columns) {
      const { record } = sourcesWithout(trainingId, path);
      const sources = record.sources.map((source) => (source.path === path ? { ...source, columns } : source));
      changeTexts(trainingId, { sources });
    },

    removeSource(trainingId, path) {
      changeTexts(trainingId, { sources: sourcesWithout(trainingId, path).others });
    },

    prepare(trainingId) {
      const { sources, modelId, measured } = changeable(trainingId);
      if (modelId === null) throw conflict("Choose a model to start from first.");
      if (sources.length === 0) throw conflict("Add a text to learn from first.");
      if (measured !== null) trainings.change(trainingId, { measured: null });
      prepareSoon(trainingId, 0);
    },

    stop() {
      for (const timer of settling.values()) clearTimeout(timer);
    },
  };
}
