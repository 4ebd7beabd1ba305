import type { TrainingResult } from "#main/training/contract.ts";

/** Smaller differences in nats are noise of a hundred held-out texts: nothing is said of them. */
const NOISE = 0.02;

/** What the texts kept aside say: key of the sentence. */
export function outcomeOf({
  heldOutLoss,
  heldOutLossBefore,
}: Pick<TrainingResult, "heldOutLoss" | "heldOutLossBefore">): "less" | "same" | "more" | "unknown" {
  if (heldOutLoss === null || heldOutLossBefore === null) return "unknown";
  const gain = heldOutLossBefore - heldOutLoss;
  if (gain > NOISE) return "less";
  return gain < -NOISE ? "more" : "same";
}

/** The chance, as geometric mean, that the model gave to each piece that really followed: e to the minus loss. "6.1 %". */
export function chanceText(loss: number): string {
  const percent = 100 * Math.exp(-loss);
  return `${percent >= 10 ? percent.toFixed(0) : percent.toPrecision(2)}\u00a0%`;
}
