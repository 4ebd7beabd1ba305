import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { outputsContract } from "./outputs/contract.ts";
import { examineEvent, measureEvent, trainEvent, trainInputs } from "./train-contract.ts";

/** What the app process says to a trainer child. One child does one long piece of work; paths were checked before they come here. */

/** A model file, and how the person knows it (for errors). */
const modelFile = z.strictObject({ path: z.string(), name: z.string() });

/** `enum llama_ftype` of llama.h. */
const fileType = z.number().int().min(0).max(1_000);

export const plan = z.strictObject({
  fileType,
  /** Of the whole new file. */
  bytes: z.number(),
  /** It cannot be made without an importance matrix. */
  needsImportance: z.boolean(),
  /** Tensors whose shape this type does not fit: they get a larger one. */
  fallbacks: z.number().int(),
});
export type Plan = z.infer<typeof plan>;

/** Where a piece of work has come to; `fraction` of this step, 0 to 1. */
const progress = z.strictObject({
  type: z.literal("progress"),
  step: z.enum(["reading-text", "quantising", "comparing"]),
  fraction: z.number(),
});

export const quantiseEvent = z.discriminatedUnion("type", [
  progress,
  z.strictObject({
    type: z.literal("done"),
    bytes: z.number(),
    /** Tokens that the importance matrix was made from; 0 without one. */
    importanceTokens: z.number().int(),
  }),
]);
export type QuantiseEvent = z.infer<typeof quantiseEvent>;

const side = z.strictObject({
  perplexity: z.number(),
  /** On the processor alone. */
  readTokensPerSecond: z.number(),
  writeTokensPerSecond: z.number(),
});

export const comparison = z.strictObject({
  original: side,
  copy: side,
  /** Mean Kullback-Leibler divergence of the copy's next-token probabilities from the original's, in nats, and its standard error. */
  klDivergence: z.number(),
  klError: z.number(),
  /** Share of places where both find the same token likeliest. */
  sameChoice: z.number(),
  /** Places that were judged. */
  tokens: z.number().int(),
  /** The text was too short to judge on other pages than the importance matrix was made from. */
  isSharedText: z.boolean(),
});
export type Comparison = z.infer<typeof comparison>;

export const compareEvent = z.discriminatedUnion("type", [
  progress,
  z.strictObject({ type: z.literal("done"), comparison }),
]);
export type CompareEvent = z.infer<typeof compareEvent>;

export const trainerContract = {
  /** What a model would become, without making it: a third of a second for each type. */
  plan: oc.input(z.strictObject({ source: modelFile, fileTypes: z.array(fileType).max(64) })).output(z.array(plan)),
  /** Writes `folder/fileName`, synced to disk; whoever asked gives it its name. The file is removed when that fails. */
  quantise: oc
    .input(
      z.strictObject({
        source: modelFile,
        folder: z.string(),
        /** Letters that every system's functions take: llama.cpp writes it in the folder as it is. */
        fileName: z.string().regex(/^[a-z0-9.-]+$/),
        fileType,
        /** For progress, from the plan. */
        expectedBytes: z.number(),
        /** Also what is quantised already. */
        again: z.boolean(),
        /** An importance matrix is made from it. */
        text: z.string().nullable(),
        maxThreads: z.number().int().min(1),
      }),
    )
    .output(eventIterator(quantiseEvent)),
  compare: oc
    .input(
      z.strictObject({
        original: modelFile,
        copy: modelFile,
        text: z.string(),
        maxThreads: z.number().int().min(1),
      }),
    )
    .output(eventIterator(compareEvent)),
  /** Of a training; see train-contract.ts. */
  examine: oc.input(trainInputs.examine).output(eventIterator(examineEvent)),
  measure: oc.input(trainInputs.measure).output(eventIterator(measureEvent)),
  train: oc.input(trainInputs.train).output(eventIterator(trainEvent)),
  end: oc.input(trainInputs.end).output(z.void()),
  share: oc.input(trainInputs.share).output(z.void()),
  ...outputsContract,
};
