import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { errorShape, id, timestamp } from "../rpc/shapes.ts";
import {
  dataReport,
  dataSettings,
  dataSource,
  trainingNotice,
  trainingPlan,
  trainingSettings,
} from "../trainer/train-contract.ts";

export type {
  DataReport,
  DataSettings,
  LoraModule,
  TrainingNotice,
  TrainingPlan,
  TrainingSettings,
} from "../trainer/train-contract.ts";

/** "draft": its texts were not read yet; "examined": read and measured, it can be started. The others are the states of its job. */
export const trainingState = z.enum([
  "draft",
  "examined",
  "waiting",
  "running",
  "paused",
  "done",
  "failed",
  "cancelled",
]);
export type TrainingState = z.infer<typeof trainingState>;

/** How much of the processor it may take: a quarter, half, all of its cores. */
export const machineShare = z.enum(["gently", "half", "all"]);
export type MachineShare = z.infer<typeof machineShare>;

/** A file to learn from, as it was when it was added. */
export const trainingSource = dataSource.extend({
  sizeBytes: z.number(),
  /** Of a table: the names of its columns; null for other files. */
  headers: z.array(z.string()).nullable(),
});
export type TrainingSource = z.infer<typeof trainingSource>;

/** What was measured on this computer, for the settings as they are now. */
export const measuredPlan = z.strictObject({
  plan: trainingPlan,
  /** How long each choice of "How long" likely takes; the last is the most it can take. */
  seconds: z.strictObject({ once: z.number(), thrice: z.number(), untilNoGain: z.number() }),
  /** Steps between two saves. */
  saveEvery: z.number().int(),
  /** Whether its memory can be had, as it was when it was measured. */
  fit: z.enum(["fits", "tight", "too-large"]),
  freeBytes: z.number(),
  freeDiskBytes: z.number(),
  measuredAt: timestamp,
  /** Another training was running: alone it is likely faster. */
  wasBusy: z.boolean(),
});
export type MeasuredPlan = z.infer<typeof measuredPlan>;

/** Where a run has come to, also while it is paused or after it has failed. */
export const trainingRun = z.strictObject({
  phase: z.enum(["reading-data", "loading", "measuring", "training", "judging", "merging"]),
  step: z.number().int(),
  steps: z.number().int(),
  /** How often it went over the texts. */
  epoch: z.number(),
  loss: z.number().nullable(),
  heldOutLoss: z.number().nullable(),
  /** The step that was best on the texts kept aside; null: none was judged yet. */
  bestStep: z.number().int().nullable(),
  /** It goes on from there; null: nothing was saved. */
  savedStep: z.number().int().nullable(),
  savedAt: timestamp.nullable(),
  tokensPerSecond: z.number().nullable(),
  /** The most it held. */
  memoryBytes: z.number(),
  threads: z.number().int(),
  /** Time it worked, without pauses. */
  workedMs: z.number(),
  remainingMs: z.number().nullable(),
  /** It lets a chat be answered first. */
  waitsForChat: z.boolean(),
  /** It ends after its step, and the best so far is kept. */
  isStopping: z.boolean(),
  /** The newest last. */
  notices: z.array(z.strictObject({ at: timestamp, notice: trainingNotice })),
});
export type TrainingRun = z.infer<typeof trainingRun>;

export const trainingResult = z.strictObject({
  reason: z.enum(["finished", "stopped", "patience"]),
  step: z.number().int(),
  bestStep: z.number().int(),
  /** Nats a token on the texts kept aside; null: none were. */
  heldOutLoss: z.number().nullable(),
  heldOutLossBefore: z.number().nullable(),
  /** On the shelf; it may have been deleted there since. */
  adapterId: id,
  adapterBytes: z.number(),
});
export type TrainingResult = z.infer<typeof trainingResult>;

export const training = z.strictObject({
  id,
  name: z.string(),
  state: trainingState,
  modelId: id.nullable(),
  /** As it was called when it was chosen. */
  modelName: z.string(),
  sources: z.array(trainingSource),
  data: dataSettings,
  settings: trainingSettings,
  share: machineShare,
  /** Pauses while a chat is answered, and goes on when it is quiet. */
  pausesForChat: z.boolean(),
  /** The job that trains. */
  jobId: id.nullable(),
  /** The job that reads the texts and measures. */
  preparingJobId: id.nullable(),
  /** What ended the reading, the measuring or the training. */
  problem: errorShape.nullable(),
  report: dataReport.nullable(),
  plan: measuredPlan.nullable(),
  run: trainingRun.nullable(),
  result: trainingResult.nullable(),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
});
export type Training = z.infer<typeof training>;

/** What the list shows. */
export const trainingSummary = training
  .pick({ id: true, name: true, state: true, modelName: true, preparingJobId: true, createdAt: true, endedAt: true })
  .extend({
    progress: z
      .strictObject({ step: z.number().int(), steps: z.number().int(), remainingMs: z.number().nullable() })
      .nullable(),
    waitsForChat: z.boolean(),
  });
export type TrainingSummary = z.infer<typeof trainingSummary>;

/** A point of the curves: the mean of some steps up to this one, or a look at the texts kept aside. Losses in nats a token. */
export const curvePoint = z.strictObject({
  step: z.number().int(),
  loss: z.number().nullable(),
  heldOutLoss: z.number().nullable(),
});
export type CurvePoint = z.infer<typeof curvePoint>;

export const trainingEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("snapshot"), training, points: z.array(curvePoint) }),
  z.strictObject({ type: z.literal("changed"), training }),
  /** Points of steps that are known already take their place. */
  z.strictObject({ type: z.literal("points"), points: z.array(curvePoint) }),
  /** It went back: what came after this step is taken away. */
  z.strictObject({ type: z.literal("back-to"), step: z.number().int() }),
  z.strictObject({ type: z.literal("removed") }),
]);
export type TrainingEvent = z.infer<typeof trainingEvent>;

/** A model that writes, and whether it can be trained here. */
export const trainableModel = z.strictObject({
  modelId: id,
  /** A sentence; null: it can be trained. */
  refusal: z.string().nullable(),
  /** About, before anything was measured. */
  neededBytes: z.number(),
  freeBytes: z.number(),
  fit: z.enum(["fits", "tight", "too-large"]),
});
export type TrainableModel = z.infer<typeof trainableModel>;

const one = z.strictObject({ trainingId: id });
const empty = z.strictObject({});
const path = z.string().min(1).max(4_096);
const name = z.string().trim().min(1).max(120);

export const trainingContract = {
  /** Newest first; the whole of it again after every change. */
  watchList: oc.output(eventIterator(z.array(trainingSummary))),
  /** NOT_FOUND. */
  watch: oc.input(one).output(eventIterator(trainingEvent)),
  models: oc.output(z.array(trainableModel)),
  create: oc.input(z.strictObject({ name, modelId: id.nullable() })).output(one),
  /**
   * Only what is named changes. What was read and measured is read and measured again where it depends on that. CONFLICT for a model that
   * cannot be trained, and while it runs for all but its name, share and pauses.
   */
  configure: oc
    .input(
      one.extend({
        name: name.optional(),
        modelId: id.optional(),
        data: dataSettings.optional(),
        settings: trainingSettings.optional(),
        share: machineShare.optional(),
        pausesForChat: z.boolean().optional(),
      }),
    )
    .output(empty),
  /** INVALID_INPUT, NOT_FOUND; CONFLICT for one that is there already. */
  addSource: oc.input(one.extend({ path })).output(empty),
  /** Which columns of a table are what. */
  setColumns: oc.input(one.extend({ path, columns: dataSource.shape.columns })).output(empty),
  removeSource: oc.input(one.extend({ path })).output(empty),
  /** Reads and measures again, as a job. */
  prepare: oc.input(one).output(empty),
  /**
   * Begins, or goes on from what was saved, as a job. DISK_FULL, NOT_ENOUGH_MEMORY; CONFLICT while it is not examined, or when the model's
   * file is another one by now.
   */
  start: oc.input(one).output(empty),
  /** Ends it and keeps the best so far; of one that is paused, has failed or was cancelled, what was saved of it. */
  stop: oc.input(one).output(empty),
  /** Frees what it keeps on disk: it cannot go on any more. CONFLICT while it runs. */
  discard: oc.input(one).output(empty),
  /** A new one with the same texts, model and settings. */
  again: oc.input(one).output(one),
  /** Takes it off the list, ended if it runs. For good an hour later, or at the next start. Its adapter stays on the shelf. */
  remove: oc.input(one).output(empty),
  restore: oc.input(one).output(empty),
};
