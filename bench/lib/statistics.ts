export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Linear between the two nearest ranks (type 7 of Hyndman and Fan, 1996); NaN for an empty list. `p` from 0 to 100. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (p / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(rank)];
  const high = sorted[Math.ceil(rank)];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (rank - Math.floor(rank));
}
