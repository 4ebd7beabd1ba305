/** "1–3, 7": pages in their order, those that follow one another as one. */
export function pageRanges(pages: Iterable<number>): string {
  const ranges: [first: number, last: number][] = [];
  for (const page of [...new Set(pages)].toSorted((a, b) => a - b)) {
    const open = ranges.at(-1);
    if (open !== undefined && open[1] === page - 1) open[1] = page;
    else ranges.push([page, page]);
  }
  return ranges
    .map(([first, last]) => (first === last ? String(first) : `${String(first)}–${String(last)}`))
    .join(", ");
}
