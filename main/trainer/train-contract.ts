import { z } from "zod";

/** What a training is: shared by the trainer child, the feature that starts it, and the command line. Pure. */

/** Linear layers that can get a pair, by the part of their tensors' names. Models with fused layers (phi3) train the fused ones. */
export const loraModule = z.enum(["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"]);
export type LoraModule = z.infer<typeof loraModule>;

export const dataFormat = z.enum(["jsonl", "csv", "sharegpt", "text"]);

/** A file to learn from. Paths were checked before they come here. */
export const dataSource = z.strictObject({
  path: z.string(),
  /** As the person knows it, for errors. */
  name: z.string(),
  /** null: found out by looking. */
  format: dataFormat.nullable(),
  /** Of a table: which column is what; null: found by their names. */
  columns: z
    .strictObject({ prompt: z.string().nullable(), answer: z.string(), system: z.string().nullable() })
    .nullable(),
});
export type DataSource = z.infer<typeof dataSource>;

export const trainingSettings = z.strictObject({
  rank: z.number().int().min(1).max(256),
  alpha: z.number().positive().max(4_096),
  /** Scaled by alpha / √rank (rsLoRA) instead of alpha / rank. */
  isRankStabilised: z.boolean(),
  modules: z.array(loraModule).min(1),
  /** Of the model's layers, the last so many; null: all. */
  lastLayers: z.number().int().min(1).nullable(),
  /** Share of an adapter's inputs that is left out at random. */
  dropout: z.number().min(0).max(0.9),
  epochs: z.number().positive().max(100),
  /** Ends after so many steps, whatever `epochs` says; null: not before. */
  maxSteps: z.number().int().min(0).nullable(),
  /** Ends after so many looks at the held-out texts without a better one; null: goes to the end. */
  patience: z.number().int().min(1).nullable(),
  learningRate: z.number().positive().max(1),
  /** Share of all steps in which the rate rises. */
  warmup: z.number().min(0).max(1),
  schedule: z.enum(["cosine", "linear", "constant"]),
  weightDecay: z.number().min(0).max(1),
  /** Gradients longer than this (global norm) are shortened to it; 0: never. */
  clipNorm: z.number().min(0),
  /** Examples of one step. */
  batchExamples: z.number().int().min(1).max(1_024),
  /** Examples that are read in one go; more takes memory, and pays on a card. */
  packExamples: z.number().int().min(1).max(64),
  /** Activations of each layer are computed again instead of kept: a third slower, with much less memory. */
  isCheckpointing: z.boolean(),
  /** Types of the frozen weights' copies for the backward pass. "auto": the fastest that is exact enough here. */
  backwardType: z.enum(["auto", "f32", "f16", "bf16", "q8_0", "iq4_nl"]),
  /** What computes: "auto", a card where one is found that computes rightly; "cpu"; or a card's name ("CUDA0", "Vulkan0"). */
  device: z.string().min(1).max(64).default("auto"),
  /** Looks at the held-out texts every so many steps; also saves then. */
  judgeEvery: z.number().int().min(1),
  /** Saves every so many steps. */
  saveEvery: z.number().int().min(1),
  seed: z.number().int().min(0).max(0xffff_ffff),
});
export type TrainingSettings = z.infer<typeof trainingSettings>;

export const USUAL_SETTINGS: TrainingSettings = {
  rank: 16,
  alpha: 32,
  isRankStabilised: false,
  modules: ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"],
  lastLayers: null,
  dropout: 0,
  epochs: 3,
  maxSteps: null,
  patience: null,
  learningRate: 2e-4,
  warmup: 0.05,
  schedule: "cosine",
  weightDecay: 0.01,
  clipNorm: 1,
  batchExamples: 4,
  packExamples: 4,
  isCheckpointing: false,
  backwardType: "auto",
  device: "auto",
  judgeEvery: 50,
  saveEvery: 50,
  seed: 1,
};

/** How the texts are made into tokens. */
export const dataSettings = z.strictObject({
  /** The chat template in Jinja; null: the model's own, or the plain one of base models. */
  template: z.string().nullable(),
  /** Longest example. */
  contextTokens: z.number().int().min(16).max(1_048_576),
  /** What becomes of longer ones: their end is cut off, or they are left out. */
  tooLong: z.enum(["cut", "drop"]),
  /** Share kept aside to judge by, never learnt from. Copies of one text are never on both sides. */
  heldOut: z.number().min(0).max(0.5),
  seed: z.number().int().min(0).max(0xffff_ffff),
});
export type DataSettings = z.infer<typeof dataSettings>;

/** What stands in a data set, as it was tokenised. Lengths and counts in tokens and examples. */
export const dataReport = z.strictObject({
  /** SHA-256 of tokens, targets and the way they are split: the same data gives the same. */
  hash: z.string(),
  training: z.strictObject({ examples: z.number().int(), tokens: z.number().int(), targets: z.number().int() }),
  heldOut: z.strictObject({ examples: z.number().int(), tokens: z.number().int(), targets: z.number().int() }),
  longestTokens: z.number().int(),
  cut: z.number().int(),
  dropped: z.number().int(),
  /** Exactly the same as an earlier one: left out. */
  copies: z.number().int(),
  /** Without anything to learn (no assistant's turn, or an empty one): left out. */
  empty: z.number().int(),
  /** The assistant's parts were found in the model's own template ("own"), or the plain one was used. */
  template: z.enum(["own", "given", "plain", "none"]),
  /** The first few, as the model reads them: parts that are learnt and parts that are only read. */
  samples: z.array(z.array(z.strictObject({ text: z.string(), isLearnt: z.boolean() }))),
});
export type DataReport = z.infer<typeof dataReport>;

/** What a card does of a training, in bytes of its memory; `CardShare` in network.ts. */
export const cardShare = z.strictObject({
  name: z.string(),
  layers: z.number().int(),
  ofLayers: z.number().int(),
  bytes: z.number(),
  totalBytes: z.number(),
  freeBytes: z.number(),
});

/** From some seconds of real steps on this computer. */
export const trainingPlan = z.strictObject({
  steps: z.number().int(),
  tokens: z.number().int(),
  tokensPerSecond: z.number(),
  seconds: z.strictObject({ likely: z.number(), least: z.number(), most: z.number() }),
  /** In the computer's memory, at the longest example. */
  memory: z.strictObject({
    weights: z.number(),
    transposed: z.number(),
    adapter: z.number(),
    compute: z.number(),
    whole: z.number(),
  }),
  /** null: the processor computes everything. */
  card: cardShare.nullable().default(null),
  /** Operations that the card does not know: computed on the processor. */
  fallbacks: z.array(z.string()).default([]),
  /** A card that is not used because it computes otherwise than the processor here. */
  refusedCard: z.string().nullable().default(null),
  adapterBytes: z.number(),
  diskBytes: z.number(),
  threads: z.number().int(),
});
export type TrainingPlan = z.infer<typeof trainingPlan>;

/** One step, or one look at the held-out texts (`heldOutLoss`). Losses in nats a token. */
export const stepReport = z.strictObject({
  step: z.number().int(),
  epoch: z.number(),
  /** Mean of the step's examples. */
  loss: z.number(),
  /** Before it was clipped. */
  gradientNorm: z.number(),
  learningRate: z.number(),
  tokens: z.number().int(),
  seconds: z.number(),
});
export type StepReport = z.infer<typeof stepReport>;

/** Things that went otherwise than planned, and what was done. */
export const trainingNotice = z.discriminatedUnion("kind", [
  /** A loss or gradient was no number: back to the last good state, with a lower rate. */
  z.strictObject({
    kind: z.literal("not-a-number"),
    step: z.number().int(),
    backTo: z.number().int(),
    learningRate: z.number(),
  }),
  /** From the last save; `problem`: what was wrong with it, so that the one before was used. */
  z.strictObject({ kind: z.literal("resumed"), step: z.number().int(), problem: z.string().nullable() }),
  z.strictObject({ kind: z.literal("low-memory"), step: z.number().int(), freeBytes: z.number() }),
  z.strictObject({ kind: z.literal("fallbacks"), operations: z.array(z.string()) }),
  /** The card computed a tiny model otherwise than the processor: it is not used. */
  z.strictObject({ kind: z.literal("card-refused"), card: z.string() }),
]);
export type TrainingNotice = z.infer<typeof trainingNotice>;

const progress = z.strictObject({
  type: z.literal("progress"),
  step: z.enum(["reading-data", "loading", "measuring", "training", "judging", "merging"]),
  fraction: z.number(),
});

export const examineEvent = z.discriminatedUnion("type", [
  progress,
  z.strictObject({ type: z.literal("done"), report: dataReport }),
]);
export type ExamineEvent = z.infer<typeof examineEvent>;

export const measureEvent = z.discriminatedUnion("type", [
  progress,
  z.strictObject({ type: z.literal("done"), plan: trainingPlan }),
]);
export type MeasureEvent = z.infer<typeof measureEvent>;

export const trainEvent = z.discriminatedUnion("type", [
  progress,
  z.strictObject({ type: z.literal("started"), steps: z.number().int(), step: z.number().int() }),
  z.strictObject({
    type: z.literal("step"),
    report: stepReport,
    memoryBytes: z.number(),
    threads: z.number().int(),
    /** Of late, without steps that others disturbed or the computer slept through; null until there are any. */
    tokensPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  z.strictObject({ type: z.literal("judged"), step: z.number().int(), heldOutLoss: z.number(), isBest: z.boolean() }),
  z.strictObject({ type: z.literal("saved"), step: z.number().int() }),
  z.strictObject({ type: z.literal("notice"), notice: trainingNotice }),
  z.strictObject({
    type: z.literal("done"),
    /** "paused": the checkpoint is on disk and there is no adapter yet. */
    reason: z.enum(["finished", "stopped", "patience", "paused"]),
    step: z.number().int(),
    /** The step whose numbers are in the adapter: the best on held-out texts, or the last. */
    bestStep: z.number().int(),
    /** null: nothing was held out. */
    heldOutLoss: z.number().nullable(),
    heldOutLossBefore: z.number().nullable(),
    adapterPath: z.string().nullable(),
  }),
]);
export type TrainEvent = z.infer<typeof trainEvent>;

const modelFile = z.strictObject({ path: z.string(), name: z.string() });
const threads = z.number().int().min(1);

/** Inputs of the trainer child's procedures. `folder` is the run's own; what lies in it is in `run-folder.ts`. */
export const trainInputs = {
  /** Reads, tokenises, splits; writes the tokens into `folder`. */
  examine: z.strictObject({
    model: modelFile,
    sources: z.array(dataSource).min(1),
    data: dataSettings,
    folder: z.string(),
  }),
  /** Some seconds of real steps on the tokens in `folder`. */
  measure: z.strictObject({ model: modelFile, folder: z.string(), settings: trainingSettings, maxThreads: threads }),
  /** Begins, or goes on from the checkpoint in `folder`. */
  train: z.strictObject({
    model: modelFile,
    folder: z.string(),
    settings: trainingSettings,
    maxThreads: threads,
    /** Written into the adapter: what it is called, and which file it was trained on (SHA-256, where known). */
    name: z.string(),
    modelSha256: z.string().nullable(),
    /** Of the programs that make it: "cloister". */
    versions: z.record(z.string(), z.string()),
  }),
  /** To a training that runs: save and end without an adapter; or end and keep the best so far. */
  end: z.strictObject({ how: z.enum(["pause", "stop"]) }),
  share: z.strictObject({ maxThreads: threads }),
};
