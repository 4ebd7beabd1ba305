/** What something costs at a length, from lengths at which it was measured: straight lines from nought through their medians. */
export interface Curve {
  readonly count: number;
  add(length: number, cost: number): void;
  /** 0 when nothing was added. Beyond the longest the last line goes on. */
  at(length: number): number;
  /** Measured by what the curve says, for each of what was added. */
  ratios(): number[];
}

interface Point {
  readonly length: number;
  readonly cost: number;
}

export function createCurve(): Curve {
  const added: Point[] = [];
  let known: Point[] = [];

  function at(length: number): number {
    const upper = known.findIndex((point) => point.length >= length);
    const to = known.at(upper === -1 ? -1 : Math.max(1, upper));
    const from = known.at(upper === -1 ? -2 : Math.max(1, upper) - 1);
    if (from === undefined || to === undefined || from === to) return 0;
    return from.cost + ((to.cost - from.cost) * (length - from.length)) / (to.length - from.length);
  }

  return {
    get count() {
      return added.length;
    },
    add(length, cost) {
      added.push({ length, cost });
      const groups = Map.groupBy(added, (point) => point.length);
      const medians = [...groups].map(([length, group]) => ({ length, cost: median(group.map(({ cost }) => cost)) }));
      known = [{ length: 0, cost: 0 }, ...medians.toSorted((a, b) => a.length - b.length)];
    },
    at,
    ratios: () => added.map(({ length, cost }) => cost / at(length)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
