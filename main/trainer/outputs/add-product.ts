/** The halves of a pair as llama.cpp has them: A as `rank` rows of `columns` numbers, B as rows of `rank`. */
export interface Halves {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly rank: number;
  readonly columns: number;
}

/** Adds `factor` · B · A to rows of a tensor, of which the first is row `begin` of B. */
export function addProduct(rows: Float32Array, begin: number, { a, b, rank, columns }: Halves, factor: number): void {
  const count = rows.length / columns;
  for (let row = 0; row < count; row++) {
    const into = rows.subarray(row * columns, (row + 1) * columns);
    const weights = b.subarray((begin + row) * rank, (begin + row + 1) * rank);
    let r = 0;
    // Four at a time: each number of the row is then read and written a quarter as often.
    for (; r + 4 <= rank; r += 4) addFour(into, a, r * columns, columns, weights, r, factor);
    for (; r < rank; r++) {
      const weight = (weights[r] ?? 0) * factor;
      for (let column = 0; column < columns; column++) {
        into[column] = (into[column] ?? 0) + weight * (a[r * columns + column] ?? 0);
      }
    }
  }
}

function addFour(
  into: Float32Array,
  a: Float32Array,
  at: number,
  columns: number,
  weights: Float32Array,
  r: number,
  factor: number,
): void {
  const w0 = (weights[r] ?? 0) * factor;
  const w1 = (weights[r + 1] ?? 0) * factor;
  const w2 = (weights[r + 2] ?? 0) * factor;
  const w3 = (weights[r + 3] ?? 0) * factor;
  const [at1, at2, at3] = [at + columns, at + 2 * columns, at + 3 * columns];
  for (let column = 0; column < columns; column++) {
    const sum =
      w0 * (a[at + column] ?? 0) +
      w1 * (a[at1 + column] ?? 0) +
      w2 * (a[at2 + column] ?? 0) +
      w3 * (a[at3 + column] ?? 0);
    into[column] = (into[column] ?? 0) + sum;
  }
}
