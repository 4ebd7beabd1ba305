import type { TrainingSettings } from "./train-contract.ts";

type Scheduled = Pick<TrainingSettings, "learningRate" | "warmup" | "schedule">;

/**
 * The rate of a step, counted from 0. It rises evenly over the first steps, the first of which learns already, and then falls to nearly
 * nothing along a line or half a cosine wave (Loshchilov and Hutter, arXiv:1608.03983), or stays.
 */
export function learningRateAt({ learningRate, warmup, schedule }: Scheduled, step: number, steps: number): number {
  const rising = Math.ceil(warmup * steps);
  if (step < rising) return (learningRate * (step + 1)) / rising;
  const done = (step - rising) / Math.max(1, steps - rising);
  if (schedule === "cosine") return (learningRate * (1 + Math.cos(Math.PI * done))) / 2;
  return schedule === "linear" ? learningRate * (1 - done) : learningRate;
}
