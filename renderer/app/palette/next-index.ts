/** Where an arrow or Tab leads, among groups of these sizes; null for any other key. */
export function nextIndex(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  at: number,
  sizes: readonly number[],
): number | null {
  const count = sizes.reduce((sum, size) => sum + size, 0);
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (key !== "Tab") return null;
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  if (shiftKey) return starts.findLast((start) => start < at) ?? starts.at(-1) ?? 0;
  return starts.find((start) => start > at) ?? 0;
}
