import { oc } from "@orpc/contract";
import { z } from "zod";
import { id, timestamp } from "../../rpc/shapes.ts";

/** What a person thinks of an answer. */
export const rating = z.strictObject({
  verdict: z.enum(["good", "bad"]),
  /** In their words; "": none was given. */
  reason: z.string().max(4_000),
  at: timestamp,
});
export type Rating = z.infer<typeof rating>;

/** Kept with the answer; null takes it back. NOT_FOUND; CONFLICT for what a person wrote. */
export const rateContract = oc
  .input(z.strictObject({ messageId: id, rating: rating.omit({ at: true }).nullable() }))
  .output(z.strictObject({}));
