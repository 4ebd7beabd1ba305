import type { CopyComparison } from "#main/models/quantise/contract.ts";

/** How far a copy is from its original, in words. */
export type Verdict = "same" | "close" | "some" | "much";

/**
 * By the mean divergence in nats. As llama.cpp's own tables have it: Q8_0 and Q6_K stay below 0.01, Q4_K_M around 0.02 to 0.05, three bits
 * around 0.1, two bits beyond 0.2, where texts begin to go wrong.
 */
const UP_TO: readonly (readonly [number, Verdict])[] = [
  [0.01, "same"],
  [0.06, "close"],
  [0.2, "some"],
];

export function verdictOf({ klDivergence }: Pick<CopyComparison, "klDivergence">): Verdict {
  return UP_TO.find(([limit]) => klDivergence <= limit)?.[1] ?? "much";
}

/** "97 of 100", never rounded up to all of them. */
export function outOfHundred(share: number): number {
  return share === 1 ? 100 : Math.min(99, Math.round(share * 100));
}
