/** The nearest value on the slider's steps, inside its ends. */
export function snap(value: number, min: number, max: number, step: number): number {
  const inside = Math.min(max, Math.max(min, value));
  const stepped = min + Math.round((inside - min) / step) * step;
  return Number(Math.min(max, stepped).toFixed(decimals(step)));
}

/** Digits behind the point that a step has. */
export function decimals(step: number): number {
  return (String(step).split(".")[1] ?? "").length;
}
