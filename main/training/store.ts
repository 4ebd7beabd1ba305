import { z } from "zod";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import { dataReport, dataSettings, trainingPlan, trainingSettings } from "#main/trainer/train-contract.ts";
import {
  type CurvePoint,
  machineShare,
  type Training,
  trainingResult,
  trainingRun,
  trainingSource,
  trainingState,
} from "./contract.ts";
import { USUAL_DATA, USUAL_TRAINING } from "./usual.ts";

/** What was measured, and for which settings. */
const measurement = z.strictObject({
  plan: trainingPlan,
  settings: trainingSettings,
  share: machineShare,
  freeBytes: z.number(),
  freeDiskBytes: z.number(),
  measuredAt: z.number(),
  wasBusy: z.boolean(),
});
export type Measurement = z.infer<typeof measurement>;

/** A training as it is stored. */
export interface TrainingRecord extends Omit<Training, "plan" | "preparingJobId"> {
  readonly measured: Measurement | null;
  /** What the report depends on: model, texts and settings as they were. null: nothing was read. */
  readonly readFrom: string | null;
  readonly deletedAt: number | null;
}

interface Row {
  id: string;
  name: string;
  state: string;
  model_id: string | null;
  model_name: string;
  sources: string;
  data: string;
  settings: string;
  share: string;
  pauses_for_chat: number;
  job_id: string | null;
  problem: string | null;
  report: string | null;
  measured: string | null;
  read_from: string | null;
  run: string | null;
  result: string | null;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  deleted_at: number | null;
}

const COLUMNS = [
  ...["id", "name", "state", "model_id", "model_name", "sources", "data", "settings", "share", "pauses_for_chat"],
  ...["job_id", "problem", "report", "measured", "read_from", "run", "result"],
  ...["created_at", "started_at", "ended_at", "deleted_at"],
];

export interface TrainingsStore {
  all(): TrainingRecord[];
  save(record: TrainingRecord): void;
  /** With its curves. */
  erase(trainingId: string): void;
  points(trainingId: string): CurvePoint[];
  /** Those of steps that are there already take their place. */
  addPoints(trainingId: string, points: readonly CurvePoint[]): void;
  erasePointsAfter(trainingId: string, step: number): void;
}

export function createTrainingsStore(store: Pick<Store, "db" | "write">): TrainingsStore {
  const { db, write } = store;
  const all = db.prepare<[], Row>(`SELECT ${COLUMNS.join(", ")} FROM trainings ORDER BY created_at`);
  const save = db.prepare<[Row]>(
    `INSERT INTO trainings (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map((column) => `@${column}`).join(", ")})
     ON CONFLICT (id) DO UPDATE SET ${COLUMNS.slice(1)
       .map((column) => `${column} = excluded.${column}`)
       .join(", ")}`,
  );
  const erase = db.prepare<[string]>("DELETE FROM trainings WHERE id = ?");
  const points = db.prepare<[string], CurvePoint>(
    `SELECT step, loss, held_out_loss AS heldOutLoss FROM training_points WHERE training_id = ? ORDER BY step`,
  );
  const addPoint = db.prepare<[string, number, number | null, number | null]>(
    `INSERT INTO training_points (training_id, step, loss, held_out_loss) VALUES (?, ?, ?, ?)
     ON CONFLICT (training_id, step) DO UPDATE SET loss = coalesce(excluded.loss, loss),
       held_out_loss = coalesce(excluded.held_out_loss, held_out_loss)`,
  );
  const erasePointsAfter = db.prepare<[string, number]>(
    "DELETE FROM training_points WHERE training_id = ? AND step > ?",
  );
  return {
    all: () => all.all().map(fromRow),
    save: (record) => void write(() => save.run(toRow(record))),
    erase: (trainingId) => void write(() => erase.run(trainingId)),
    points: (trainingId) => points.all(trainingId),
    addPoints: (trainingId, added) =>
      write(() => {
        for (const { step, loss, heldOutLoss } of added) addPoint.run(trainingId, step, loss, heldOutLoss);
      }),
    erasePointsAfter: (trainingId, step) => void write(() => erasePointsAfter.run(trainingId, step)),
  };
}

/** What another version stored otherwise is what a new training has, or is not there. */
function fromRow(row: Row): TrainingRecord {
  return {
    id: row.id,
    name: row.name,
    state: trainingState.safeParse(row.state).data ?? "draft",
    modelId: row.model_id,
    modelName: row.model_name,
    sources: parsed(z.array(trainingSource), row.sources) ?? [],
    data: parsed(dataSettings, row.data) ?? USUAL_DATA,
    settings: parsed(trainingSettings, row.settings) ?? USUAL_TRAINING,
    share: machineShare.safeParse(row.share).data ?? "half",
    pausesForChat: row.pauses_for_chat === 1,
    jobId: row.job_id,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as ErrorShape),
    report: parsed(dataReport, row.report),
    measured: parsed(measurement, row.measured),
    readFrom: row.read_from,
    run: parsed(trainingRun, row.run),
    result: parsed(trainingResult, row.result),
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    deletedAt: row.deleted_at,
  };
}

function parsed<T>(schema: z.ZodType<T>, json: string | null): T | null {
  return json === null ? null : (schema.safeParse(JSON.parse(json)).data ?? null);
}

function toRow(record: TrainingRecord): Row {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return {
    id: record.id,
    name: record.name,
    state: record.state,
    model_id: record.modelId,
    model_name: record.modelName,
    sources: JSON.stringify(record.sources),
    data: JSON.stringify(record.data),
    settings: JSON.stringify(record.settings),
    share: record.share,
    pauses_for_chat: record.pausesForChat ? 1 : 0,
    job_id: record.jobId,
    problem: json(record.problem),
    report: json(record.report),
    measured: json(record.measured),
    read_from: record.readFrom,
    run: json(record.run),
    result: json(record.result),
    created_at: record.createdAt,
    started_at: record.startedAt,
    ended_at: record.endedAt,
    deleted_at: record.deletedAt,
  };
}
