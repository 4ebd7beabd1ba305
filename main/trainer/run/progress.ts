import { z } from "zod";

/** Where a run has come to. With the trained numbers and the optimiser's moments this is all that it needs to go on. */
export const runProgress = z.strictObject({
  /** Steps that were taken. */
  step: z.number().int().min(0),
  /** Halved each time that the loss was not a number. */
  rateFactor: z.number().positive(),
  /** Times that it went back to a save because the loss was not a number, until it got past the step where that was; null: it did. */
  setback: z.strictObject({ step: z.number().int(), times: z.number().int() }).nullable(),
  /** The step at which the held-out texts were looked at last; null: not yet. */
  judgedAt: z.number().int().nullable(),
  heldOutLossBefore: z.number().nullable(),
  best: z.strictObject({ step: z.number().int(), heldOutLoss: z.number() }).nullable(),
  /** Looks in a row that did not find a better one. */
  worse: z.number().int().min(0),
});
export type RunProgress = z.infer<typeof runProgress>;

export const AT_THE_BEGINNING: RunProgress = {
  step: 0,
  rateFactor: 1,
  setback: null,
  judgedAt: null,
  heldOutLossBefore: null,
  best: null,
  worse: 0,
};
