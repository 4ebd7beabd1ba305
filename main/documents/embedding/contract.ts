import { oc } from "@orpc/contract";
import { z } from "zod";
import { id } from "../../rpc/shapes.ts";

/** Which model makes passages findable by their meaning, and how far it has come. */
export const embeddingState = z.strictObject({
  /** null: there is no model that could. */
  chosenId: id.nullable(),
  /** Models that can be chosen; the one that comes with Cloister first. */
  models: z.array(z.strictObject({ id, isShipped: z.boolean() })),
  /** Of all collections. */
  passages: z.number().int(),
  /** Those that the chosen model has made a vector of. */
  embedded: z.number().int(),
  /** By which questions are answered until the chosen model has made all; null: by the chosen one. */
  servingId: id.nullable(),
});
export type EmbeddingState = z.infer<typeof embeddingState>;

export const embeddingContract = {
  state: oc.output(embeddingState),
  /**
   * From now on this model makes vectors: of all passages anew, as a job, while those of the model before serve. It is tried first: throws
   * what loading it throws, and NOT_FOUND; the choice then stays as it was.
   */
  choose: oc.input(z.strictObject({ modelId: id })).output(z.strictObject({})),
};
