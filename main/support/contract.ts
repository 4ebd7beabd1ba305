import { z } from "zod";

/** What is said of a sentence against the passages that it cites. Pure data: pages put it into words. */

export const findingKind = z.enum([
  "number",
  "date",
  "quantity",
  "name",
  "negation",
  "modal",
  "comparison",
  "opposite",
  "words",
]);
export type FindingKind = z.infer<typeof findingKind>;

export const finding = z.strictObject({
  kind: findingKind,
  /** As it stands in the sentence; "" where the sentence lacks something of the passage (a negation that was dropped). */
  text: z.string(),
  /** What the passage has in its place; null: nothing that could be meant. */
  instead: z.string().nullable(),
});
export type Finding = z.infer<typeof finding>;

export const verdict = z.enum(["supported", "partly", "not-found"]);
export type Verdict = z.infer<typeof verdict>;

export const support = z.strictObject({
  verdict,
  findings: z.array(finding),
  /** Share of the telling words that stand in the passages, from 0 to 1. */
  coverage: z.number(),
  /** Places of the passages that it rests on, among those that were given. */
  from: z.array(z.number().int()),
});
export type Support = z.infer<typeof support>;
