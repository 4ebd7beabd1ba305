import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { errorShape, id, timestamp } from "../../rpc/shapes.ts";

/** Types as llama.cpp's own tool names them; how small and what for is in types.ts. */
export const quantisation = z.enum([
  "F32",
  "F16",
  "BF16",
  "Q8_0",
  "Q6_K",
  "Q5_K_M",
  "Q5_K_S",
  "Q5_1",
  "Q5_0",
  "Q4_K_M",
  "Q4_K_S",
  "Q4_1",
  "Q4_0",
  "IQ4_NL",
  "IQ4_XS",
  "MXFP4_MOE",
  "Q3_K_L",
  "Q3_K_M",
  "Q3_K_S",
  "IQ3_M",
  "IQ3_S",
  "IQ3_XS",
  "IQ3_XXS",
  "Q2_K",
  "Q2_K_S",
  "Q2_0",
  "IQ2_M",
  "IQ2_S",
  "IQ2_XS",
  "IQ2_XXS",
  "TQ2_0",
  "TQ1_0",
  "IQ1_M",
  "IQ1_S",
  "Q1_0",
]);
export type Quantisation = z.infer<typeof quantisation>;

/** The person's own words: sentences to learn from and to judge by. Never kept. */
const text = z.strictObject({ name: z.string().max(200), text: z.string().min(1).max(400_000) });

export const quantiseOptions = z.strictObject({
  /** The file is quantised already, to this type: making it smaller again loses more than from the original. */
  quantisedAs: z.string().nullable(),
  /** A text can be read and judged: it is a model that writes. */
  takesText: z.boolean(),
  /** What most people would take. */
  usual: quantisation,
  /** The largest first. */
  types: z.array(
    z.strictObject({
      type: quantisation,
      /** Shown first; the others are for who knows them. */
      suggested: z.boolean(),
    }),
  ),
});
export type QuantiseOptions = z.infer<typeof quantiseOptions>;

export const quantisePlan = z.strictObject({
  type: quantisation,
  sourceBytes: z.number(),
  bytes: z.number(),
  /** On the disk of Cloister's own models. */
  freeBytes: z.number(),
  /** It cannot be made without an importance matrix. */
  needsText: z.boolean(),
  /** Parts of the model whose shape this type does not fit: they stay larger. */
  fallbacks: z.number().int(),
});
export type QuantisePlan = z.infer<typeof quantisePlan>;

const side = z.strictObject({
  perplexity: z.number(),
  readTokensPerSecond: z.number(),
  writeTokensPerSecond: z.number(),
});

/** What the copy does otherwise than its original, on a text; see the trainer's contract. */
export const copyComparison = z.strictObject({
  original: side,
  copy: side,
  klDivergence: z.number(),
  klError: z.number(),
  sameChoice: z.number(),
  tokens: z.number().int(),
  isSharedText: z.boolean(),
  textName: z.string(),
  at: timestamp,
});
export type CopyComparison = z.infer<typeof copyComparison>;

/** A model that was made here from another. */
export const modelCopy = z.strictObject({
  modelId: id,
  sourceId: id,
  /** As it was called then. */
  sourceName: z.string(),
  sourceQuantisation: z.string(),
  type: quantisation,
  madeAt: timestamp,
  sourceBytes: z.number(),
  bytes: z.number(),
  /** What the importance matrix was made from; null: there is none. */
  importance: z.strictObject({ textName: z.string(), tokens: z.number().int() }).nullable(),
  comparison: copyComparison.nullable(),
  /** Why there is no comparison although one was asked for. */
  problem: errorShape.nullable(),
});
export type ModelCopy = z.infer<typeof modelCopy>;

const ofModel = z.strictObject({ modelId: id });
const job = z.strictObject({ jobId: id });

export const quantiseContract = {
  /** Copies that were made here; the whole of it again after every change. */
  watch: oc.output(eventIterator(z.array(modelCopy))),
  /** CONFLICT, with the reason, for what is no model that could be made smaller. */
  options: oc.input(ofModel).output(quantiseOptions),
  /** What a copy would take, without making it. */
  plan: oc.input(z.strictObject({ modelId: id, type: quantisation })).output(quantisePlan),
  /**
   * Makes the copy, as a job, and compares it on the text. CONFLICT for a model that is quantised already, unless `again`; DISK_FULL;
   * INVALID_INPUT for a type that needs a text without one.
   */
  start: oc
    .input(
      z.strictObject({
        modelId: id,
        type: quantisation,
        text: text.nullable(),
        /** What matters for the text is kept more exactly (importance matrix). */
        useImportance: z.boolean(),
        again: z.boolean(),
      }),
    )
    .output(job),
  /** Compares a copy with its original again, on another text. */
  compare: oc.input(z.strictObject({ modelId: id, text })).output(job),
};
