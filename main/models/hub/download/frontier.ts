import type { Range } from "./gaps.ts";

/** How far a file is there without a gap, while its pieces come in any order. */
export interface Frontier {
  /** The first byte that is missing, with this range there too. */
  add(from: number, to: number): number;
}

export function createFrontier(held: readonly Range[]): Frontier {
  let end = 0;
  const ahead = new Map<number, number>();
  const add = (from: number, to: number): number => {
    ahead.set(from, Math.max(to, ahead.get(from) ?? 0));
    for (let next = ahead.get(end); next !== undefined; next = ahead.get(end)) {
      ahead.delete(end);
      end = next;
    }
    return end;
  };
  for (const { from, to } of held) add(from, to);
  return { add };
}
