import { createChannel } from "#main/lib/channel.ts";
import { AppError } from "#main/rpc/errors.ts";
import { type CurvePoint, type Training, training, type TrainingEvent, type TrainingSummary } from "./contract.ts";
import { plannedFor } from "./plan.ts";
import type { TrainingRecord, TrainingsStore } from "./store.ts";

/** The trainings, in memory as they are on disk, and whoever watches them. */
export interface Trainings {
  /** Throws NOT_FOUND; also for one that was taken off the list. */
  get(trainingId: string): TrainingRecord;
  /** Also of those that were taken off the list. */
  find(trainingId: string): TrainingRecord | null;
  /** Also those that were taken off the list, the oldest first. */
  all(): TrainingRecord[];
  put(record: TrainingRecord): void;
  change(trainingId: string, changes: Partial<TrainingRecord>): TrainingRecord;
  /** As `change`, without a write to disk: for what changes with every step, and is saved every few seconds. */
  changeInMemory(trainingId: string, changes: Partial<TrainingRecord>): void;
  /** The job that reads its texts and measures; not stored. */
  setPreparing(trainingId: string, jobId: string | null): void;
  preparingJobId(trainingId: string): string | null;
  addPoints(trainingId: string, points: readonly CurvePoint[]): void;
  /** Takes away what came after this step. */
  backTo(trainingId: string, step: number): void;
  erase(trainingId: string): void;
  watchList(signal?: AbortSignal): AsyncGenerator<TrainingSummary[], void>;
  watch(trainingId: string, signal?: AbortSignal): AsyncGenerator<TrainingEvent, void>;
  close(): void;
}

export function createTrainings(store: TrainingsStore): Trainings {
  const records = new Map(store.all().map((record) => [record.id, record]));
  const preparing = new Map<string, string>();
  const lists = createChannel<TrainingSummary[]>();
  const events = createChannel<{ trainingId: string; event: TrainingEvent }>();

  function find(trainingId: string): TrainingRecord | null {
    return records.get(trainingId) ?? null;
  }

  function known(trainingId: string): TrainingRecord {
    const record = find(trainingId);
    if (record === null) throw notFound();
    return record;
  }

  function get(trainingId: string): TrainingRecord {
    const record = known(trainingId);
    if (record.deletedAt !== null) throw notFound();
    return record;
  }

  function shown(record: TrainingRecord): Training {
    const preparingJobId = preparing.get(record.id) ?? null;
    return training.strip().parse({ ...record, plan: plannedFor(record), preparingJobId });
  }

  function listed(): TrainingSummary[] {
    return [...records.values()]
      .filter(({ deletedAt }) => deletedAt === null)
      .map((record) => summaryOf(record, preparing.get(record.id) ?? null))
      .reverse();
  }

  function tell(record: TrainingRecord): void {
    lists.publish(listed());
    const event: TrainingEvent =
      record.deletedAt === null ? { type: "changed", training: shown(record) } : { type: "removed" };
    events.publish({ trainingId: record.id, event });
  }

  function put(record: TrainingRecord): void {
    store.save(record);
    records.set(record.id, record);
    tell(record);
  }

  return {
    get,
    find,
    all: () => [...records.values()],
    put,
    change(trainingId, changes) {
      const record = { ...known(trainingId), ...changes };
      put(record);
      return record;
    },
    changeInMemory(trainingId, changes) {
      const record = { ...known(trainingId), ...changes };
      records.set(trainingId, record);
      tell(record);
    },
    setPreparing(trainingId, jobId) {
      if (jobId === null) preparing.delete(trainingId);
      else preparing.set(trainingId, jobId);
      const record = find(trainingId);
      if (record !== null) tell(record);
    },
    preparingJobId: (trainingId) => preparing.get(trainingId) ?? null,
    addPoints(trainingId, points) {
      store.addPoints(trainingId, points);
      events.publish({ trainingId, event: { type: "points", points: [...points] } });
    },
    backTo(trainingId, step) {
      store.erasePointsAfter(trainingId, step);
      events.publish({ trainingId, event: { type: "back-to", step } });
    },
    erase(trainingId) {
      store.erase(trainingId);
      records.delete(trainingId);
      preparing.delete(trainingId);
      lists.publish(listed());
      events.publish({ trainingId, event: { type: "removed" } });
    },
    async *watchList(signal) {
      const live = lists.subscribe(signal);
      try {
        yield listed();
        yield* live;
      } finally {
        void live.return?.();
      }
    },
    async *watch(trainingId, signal) {
      const live = events.subscribe(signal);
      try {
        yield { type: "snapshot", training: shown(get(trainingId)), points: store.points(trainingId) };
        for await (const { trainingId: of, event } of live) if (of === trainingId) yield event;
      } finally {
        void live.return?.();
      }
    },
    close() {
      lists.close();
      events.close();
    },
  };
}

function summaryOf(record: TrainingRecord, preparingJobId: string | null): TrainingSummary {
  const { id, name, state, modelName, createdAt, endedAt, run } = record;
  const progress = run === null ? null : { step: run.step, steps: run.steps, remainingMs: run.remainingMs };
  const waitsForChat = run?.waitsForChat ?? false;
  return { id, name, state, modelName, preparingJobId, createdAt, endedAt, progress, waitsForChat };
}

function notFound(): AppError {
  return new AppError("NOT_FOUND", "This training is no longer listed.", { what: "training" });
}
