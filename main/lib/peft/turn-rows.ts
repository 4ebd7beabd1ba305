import type { HeadCounts } from "../gguf/heads.ts";
import { FAMILIES } from "./names.ts";
import { AdapterProblem } from "./problem.ts";

/**
 * Into how many heads the rows of what is added to a tensor fall when they are turned; null: they lie as in transformers. `rows` of B. Throws
 * AdapterProblem where the model does not say it.
 */
export function turnedHeads(
  tensor: string,
  rows: number,
  { architecture, heads, keyHeads }: HeadCounts & { readonly architecture: string },
): number | null {
  const [, layer, part] = /^blk\.(\d+)\.attn_([qk])\.weight$/.exec(tensor) ?? [];
  if (layer === undefined || FAMILIES[architecture]?.turned !== true) return null;
  const count = (part === "q" ? heads : keyHeads)?.[Number(layer)];
  if (count === undefined || count < 1 || rows % (2 * count) !== 0) {
    throw new AdapterProblem(`the model does not say how many heads ${tensor} has`);
  }
  return count;
}

/**
 * transformers keeps the two halves of each rotated pair in two blocks of a head, llama.cpp side by side (`permute` of its converter): row
 * `half · size/2 + i` of a head becomes `2 · i + half`.
 */
export function turnRows(values: Float32Array, columns: number, heads: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (const [row, place] of places(values.length / columns, heads)) {
    turned.set(values.subarray(row * columns, (row + 1) * columns), place * columns);
  }
  return turned;
}

/** Back to the order of transformers, whatever the numbers are stored as. */
export function turnRowsBack(bytes: Uint8Array, rowBytes: number, heads: number): Uint8Array {
  const turned = new Uint8Array(bytes.length);
  for (const [row, place] of places(bytes.length / rowBytes, heads)) {
    turned.set(bytes.subarray(place * rowBytes, (place + 1) * rowBytes), row * rowBytes);
  }
  return turned;
}

/** Where each row of transformers lies in llama.cpp. */
function* places(rows: number, heads: number): Generator<readonly [row: number, place: number]> {
  const headRows = rows / heads;
  const halfRows = headRows / 2;
  for (let row = 0; row < rows; row++) {
    const inHead = row % headRows;
    yield [row, row - inHead + (inHead % halfRows) * 2 + Math.floor(inHead / halfRows)];
  }
}
