import type { CurvePoint } from "#main/training/contract.ts";

/** Smaller differences in nats are noise of a hundred held-out texts. */
const NOISE = 0.01;

/** What the curves say in one sentence: key of the text. Without a claim before there are three looks at the texts kept aside. */
export function findingOf(points: readonly CurvePoint[]): "early" | "improving" | "flat" | "byHeart" {
  const looks = points.flatMap(({ heldOutLoss }) => heldOutLoss ?? []);
  const last = looks.at(-1);
  const before = looks.at(-2);
  if (looks.length < 3 || last === undefined || before === undefined) return "early";
  const best = Math.min(...looks);
  if (last > best + NOISE && before > best) return "byHeart";
  return before - last > NOISE / 2 ? "improving" : "flat";
}
