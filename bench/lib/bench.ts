import type { Figure } from "./figure.ts";

/** Every file `bench/NAME.ts` exports one of these as `bench`. */
export interface Bench {
  /** One line for the list: what is measured, against what. */
  readonly about: string;
  /** Throws only when the measurement itself failed; a missed goal is a figure like any other. */
  run(context: BenchContext): Promise<void>;
}

export interface BenchContext {
  /** `--full`: the number of repetitions that a published figure needs; without it a run short enough for CI. */
  readonly full: boolean;
  /** Aborted by Ctrl C. */
  readonly signal: AbortSignal;
  /** An empty folder, removed when the bench ends. */
  readonly folder: string;
  /** Prints one figure at once, so that a long bench shows what it has. */
  report(figure: Figure): void;
  /** A line for the person who watches (stderr). */
  note(text: string): void;
}
