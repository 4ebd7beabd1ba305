/**
 * transformers keeps the two halves of each rotated pair in two blocks of a head, llama.cpp side by side (`permute` of its converter): row
 * `half · size/2 + i` of a head becomes `2 · i + half`.
 */
export function turnRows(values: Float32Array, columns: number, heads: number): Float32Array {
  const turned = new Float32Array(values.length);
  const headRows = values.length / columns / heads;
  const halfRows = headRows / 2;
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < headRows; row++) {
      const from = (head * headRows + row) * columns;
      const to = (head * headRows + (row % halfRows) * 2 + Math.floor(row / halfRows)) * columns;
      turned.set(values.subarray(from, from + columns), to);
    }
  }
  return turned;
}
