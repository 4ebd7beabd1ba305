/** What a bench claims: one number, what it was compared with in the same minute, and what it should be. */
export interface Figure {
  /** camelCase, unique in its bench ("ratioAfterRestart"). */
  readonly metric: string;
  readonly value: number;
  /** "ratio", "ms", "tokens/s", "MB", "count". */
  readonly unit: string;
  /** The value of what it is measured against, taken in the same run; left out where there is none. */
  readonly reference?: number;
  /** Left out for figures that are only reported. */
  readonly goal?: Goal;
}

export interface Goal {
  readonly op: "<=" | ">=" | "=";
  readonly value: number;
}

/** A figure as it is printed: one JSON object a line, the same seven fields each time. */
export interface FigureLine {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly reference: number | null;
  readonly goal: string | null;
  /** null where there is no goal. */
  readonly holds: boolean | null;
}

export function toLine(bench: string, figure: Figure): FigureLine {
  return {
    bench,
    metric: figure.metric,
    value: roundTo4Digits(figure.value),
    unit: figure.unit,
    reference: figure.reference === undefined ? null : roundTo4Digits(figure.reference),
    goal: figure.goal === undefined ? null : `${figure.goal.op} ${String(figure.goal.value)}`,
    holds: figure.goal === undefined ? null : holds(figure.value, figure.goal),
  };
}

/** Compares the value as measured, before rounding; a value that is not a number never holds. */
export function holds(value: number, goal: Goal): boolean {
  if (goal.op === "<=") return value <= goal.value;
  if (goal.op === ">=") return value >= goal.value;
  return value === goal.value;
}

function roundTo4Digits(value: number): number {
  if (Number.isInteger(value)) return value;
  return Number(value.toPrecision(4));
}
