/** Whole numbers from the first to the last. */
export type Stretch = [first: number, last: number];

/** Numbers in their order, each once, those that follow one another as one: a thousand pages in a row are one stretch. */
export function stretchesOf(numbers: Iterable<number>): Stretch[] {
  const found: Stretch[] = [];
  for (const number of [...new Set(numbers)].toSorted((a, b) => a - b)) {
    const open = found.at(-1);
    if (open !== undefined && open[1] === number - 1) open[1] = number;
    else found.push([number, number]);
  }
  return found;
}
