import { z } from "zod";
import { timestamp } from "../../rpc/shapes.ts";

/** What a person thinks of an answer. */
export const rating = z.strictObject({
  verdict: z.enum(["good", "bad"]),
  /** In their words; "": none was given. */
  reason: z.string().max(4_000),
  at: timestamp,
});
export type Rating = z.infer<typeof rating>;
