/** The offered choices, and the one in force if it is none of them, in order. */
export function choicesWith(offered: readonly number[], current: number): number[] {
  return [...new Set([...offered, current])].toSorted((a, b) => a - b);
}
