import type { Pointer } from "../ggml/library.ts";
import type { Pass } from "../pass.ts";

/**
 * A product that goes down the columns of a matrix reads some dozens of its rows at once. When these lie a multiple of 1,024 bytes apart,
 * they compete for the same few lines of the processor's cache: outer products of 2,048 columns were 15 times slower than of 2,080.
 */
const BAD_STRIDE = 1_024;
/** So many more numbers to a row. */
export const GAP = 16;
const NUMBER_BYTES = 4;

/** The same numbers with rows that lie well: `x` itself, or a copy that holds until the next is asked for. */
export function apart(pass: Pass, x: Pointer, columns: number, rows: number): Pointer {
  if ((columns * NUMBER_BYTES) % BAD_STRIDE !== 0) return x;
  const stride = columns + GAP;
  const room = pass.scratch("apart", stride * rows);
  return pass.graph.copy(x, pass.graph.view2d(room, columns, rows, stride * NUMBER_BYTES, 0));
}
