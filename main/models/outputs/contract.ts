import { oc } from "@orpc/contract";
import { z } from "zod";
import { adapterUse } from "../../chat/contract.ts";
import { id } from "../../rpc/shapes.ts";
import { mergePlan, mergeType } from "../../trainer/outputs/contract.ts";

export type { MergeType } from "../../trainer/outputs/contract.ts";

const merging = { modelId: id, adapters: z.array(adapterUse).min(1).max(16), type: mergeType };

/** What a model with adapters in it would be. */
export const mergeOffer = mergePlan.extend({
  /** What it would be called. */
  name: z.string(),
  sourceBytes: z.number(),
  /** On the disk of Cloister's own models. */
  freeBytes: z.number(),
});
export type MergeOffer = z.infer<typeof mergeOffer>;

export const outputsContract = {
  /** What it would be, without making it. Throws ADAPTER_INVALID, NOT_FOUND, MODEL_INVALID; CONFLICT for what is no model. */
  planMerge: oc.input(z.strictObject(merging)).output(mergeOffer),
  /** Makes a model of its own of a model and adapters, each at its strength, as a job. Throws the same, and DISK_FULL. */
  merge: oc
    .input(z.strictObject({ ...merging, name: z.string().trim().min(1).max(200) }))
    .output(z.strictObject({ jobId: id })),
  /**
   * Writes an adapter for Hugging Face's PEFT, as a job: into a new folder of its own in `folder`, whose path it answers. Throws the same,
   * and FOLDER_READ_ONLY.
   */
  exportPeft: oc
    .input(z.strictObject({ modelId: id, adapterId: id, folder: z.string().min(1).max(4_096) }))
    .output(z.strictObject({ jobId: id, path: z.string() })),
};
