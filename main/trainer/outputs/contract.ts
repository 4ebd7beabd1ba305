import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";

/** What the app process says to a trainer child that makes something of adapters. Paths were checked before they come here. */

/** A file, and how the person knows it (for errors). */
const namedFile = z.strictObject({ path: z.string(), name: z.string() });

/** What becomes of the tensors that adapters change: their own type again, or this one. */
export const mergeType = z.enum(["keep", "F32", "F16", "BF16", "Q8_0"]);
export type MergeType = z.infer<typeof mergeType>;

/** What merging makes of a model. */
export const mergePlan = z.strictObject({
  /** Of the whole new file. */
  bytes: z.number(),
  /** Tensors that adapters change; the others are copied as they are. */
  changed: z.number().int(),
  /** Of these, those that are rounded to fewer bits again, which loses a little. */
  rounded: z.number().int(),
  /** And those that become larger because llama.cpp cannot make their own type without an importance matrix. */
  grown: z.number().int(),
});
export type MergePlan = z.infer<typeof mergePlan>;

const mergeSource = {
  model: namedFile,
  adapters: z.array(namedFile.extend({ strength: z.number() })).min(1),
  type: mergeType,
};

const progress = z.strictObject({
  type: z.literal("progress"),
  step: z.enum(["merging", "exporting"]),
  fraction: z.number(),
});

export const mergeEvent = z.discriminatedUnion("type", [
  progress,
  z.strictObject({ type: z.literal("done"), plan: mergePlan }),
]);
export type MergeEvent = z.infer<typeof mergeEvent>;

export const exportEvent = z.discriminatedUnion("type", [progress, z.strictObject({ type: z.literal("done") })]);
export type ExportEvent = z.infer<typeof exportEvent>;

export const outputsContract = {
  /** What a merge would make, without doing it. */
  planMerge: oc.input(z.strictObject(mergeSource)).output(mergePlan),
  /**
   * Writes `folder/fileName`, a model of its own: the base's weights with the adapters added. Synced; whoever asked gives it its name. The
   * file is removed when that fails.
   */
  merge: oc
    .input(
      z.strictObject({
        ...mergeSource,
        folder: z.string(),
        fileName: z.string().regex(/^[a-z0-9.-]+$/),
        /** Written into the new model. */
        name: z.string(),
        modelSha256: z.string().nullable(),
        versions: z.record(z.string(), z.string()),
      }),
    )
    .output(eventIterator(mergeEvent)),
  /** Writes an adapter into `folder`, which is there, as Hugging Face's PEFT reads it. */
  exportPeft: oc
    .input(z.strictObject({ model: namedFile, adapter: namedFile, folder: z.string() }))
    .output(eventIterator(exportEvent)),
};
