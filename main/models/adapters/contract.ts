import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { adapterUse } from "../../chat/contract.ts";
import { id, timestamp } from "../../rpc/shapes.ts";

/** An adapter as one model sees it. */
export const shelfAdapter = z.strictObject({
  id,
  name: z.string(),
  path: z.string(),
  sizeBytes: z.number(),
  architecture: z.string(),
  /** null where the file could not be read. */
  rank: z.number().int().nullable(),
  /** The model that it was made from, as the file says; null where it does not. */
  baseModel: z.string().nullable(),
  /** What it was converted from, which stays where it is. */
  source: z.strictObject({ path: z.string() }).nullable(),
  addedAt: timestamp,
  /** It comes with Cloister, and lies where the app does. */
  isBundled: z.boolean(),
  /** Why it cannot be used with this model, as a sentence; null: it can. Without a model: why it cannot be used with any. */
  problem: z.string().nullable(),
});
export type ShelfAdapter = z.infer<typeof shelfAdapter>;

export const shelf = z.strictObject({
  modelId: id.nullable(),
  /** Those that fit first, then by name. */
  adapters: z.array(shelfAdapter),
  /** What new chats with this model begin with, in the user's order. */
  usual: z.array(adapterUse),
  /** The same for texts that are continued. */
  usualInTexts: z.array(adapterUse),
});
export type Shelf = z.infer<typeof shelf>;

export const adaptersContract = {
  /** All adapters on this computer as this model sees them; the whole of it again after every change. */
  watch: oc.input(z.strictObject({ modelId: id.nullable() })).output(eventIterator(shelf)),
  /** Counts for new chats with this model. */
  setUsual: oc.input(z.strictObject({ modelId: id, adapters: z.array(adapterUse).max(16) })).output(z.strictObject({})),
  /**
   * A GGUF file is put on the list and used where it is. A PEFT adapter (its folder, or one of its files) is converted for this model, or
   * for the one that it fits best; that is a job. Throws ADAPTER_INVALID; CONFLICT when models of several kinds would fit.
   */
  import: oc
    .input(z.strictObject({ path: z.string().min(1).max(4_096), modelId: id.nullable() }))
    .output(z.strictObject({ name: z.string(), adapterId: id.nullable(), jobId: id.nullable() })),
};
