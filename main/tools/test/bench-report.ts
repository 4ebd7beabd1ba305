import type { FigureLine } from "../../../bench/lib/figure.ts";
import type { Tally } from "./tally.ts";

/** Counts what a bench printed: every figure with a goal is a test, and a bench that could not measure has failed. */
export function tallyBench(code: number, output: string): Tally {
  const figures = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as FigureLine);
  return {
    passed: figures.filter((figure) => figure.holds === true).length,
    failed: figures.filter((figure) => figure.holds === false).length + (code === 0 ? 0 : 1),
    skipped: [],
  };
}
