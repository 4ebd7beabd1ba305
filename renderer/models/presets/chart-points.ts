/** Where values stand in a chart of this size: evenly from left to right, from 0 at the bottom to a little over the highest. */
export function chartPoints(values: readonly number[], width: number, height: number): { x: number; y: number }[] {
  const top = topOf(values);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((value, index) => ({
    x: values.length > 1 ? index * step : width / 2,
    y: height - (value / top) * height,
  }));
}

/** A round figure that no value reaches over. */
export function topOf(values: readonly number[]): number {
  const highest = Math.max(1, ...values);
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= highest) ?? 10;
  return step * power;
}
