import type { GgufTensor } from "#main/lib/gguf/tensors.ts";
import { tensorTypeId } from "#main/lib/gguf/tensor-types.ts";
import { startGgml } from "./ggml.ts";
import type { Pointer } from "./library.ts";
import { blockOf, bytesOf, dequantise, quantise } from "./numbers.ts";
import type { WeightFile } from "./weight-file.ts";

/** Rows that are in memory at once, in numbers: 4 Mi are 16 MiB as F32. */
const SLAB_NUMBERS = 4 * 2 ** 20;
/** Blocks of every type divide it, and a line of the processor's cache does. */
const TILE = 32;

/** Copies a tensor of the file into memory, in another type if asked. `isWhole`: its memory has a layout of its own, written at once. */
export async function fill(
  file: WeightFile,
  from: GgufTensor,
  into: Pointer,
  { type, isWhole }: { type: string; isWhole: boolean },
): Promise<void> {
  const ggml = startGgml();
  const [columns, rows] = sizeOf(from);
  const step = isWhole ? rows : Math.max(1, Math.floor(SLAB_NUMBERS / columns));
  const rowBytes = bytesOf(type, columns);
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row);
    const bytes = await file.read(from, row, count);
    const converted =
      type === from.type ? bytes : quantise(type, dequantise(from.type, bytes, count * columns), columns);
    ggml.set(into, converted, row * rowBytes, count * rowBytes);
  }
}

/** Writes a tensor of the file transposed: as many rows as it has columns. */
export async function fillTransposed(
  file: WeightFile,
  from: GgufTensor,
  into: Pointer,
  { type, isWhole }: { type: string; isWhole: boolean },
): Promise<void> {
  const ggml = startGgml();
  const [columns, rows] = sizeOf(from);
  const block = Math.max(TILE, blockOf(type));
  const step = isWhole ? rows : Math.max(block, Math.floor(SLAB_NUMBERS / columns / block) * block);
  const rowBytes = bytesOf(type, rows);
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row);
    const bytes = await file.read(from, row, count);
    const turned = transpose(dequantise(from.type, bytes, count * columns), count, columns);
    const part = quantise(type, turned, count);
    const partBytes = bytesOf(type, count);
    const offset = bytesOf(type, row);
    if (count === rows) ggml.set(into, part, 0, part.byteLength);
    else ggml.setRows(into, part, offset, partBytes, columns, rowBytes, partBytes);
  }
}

export const typeId = tensorTypeId;

function sizeOf({ shape }: GgufTensor): [columns: number, rows: number] {
  return [shape[0] ?? 1, shape[1] ?? 1];
}

/** Tile by tile: whole columns of a large matrix would miss the cache with every number. */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let rowTile = 0; rowTile < rows; rowTile += TILE) {
    const rowEnd = Math.min(rows, rowTile + TILE);
    for (let columnTile = 0; columnTile < columns; columnTile += TILE) {
      const columnEnd = Math.min(columns, columnTile + TILE);
      for (let column = columnTile; column < columnEnd; column += 1) {
        for (let row = rowTile; row < rowEnd; row += 1) {
          turned[column * rows + row] = values[row * columns + column] ?? 0;
        }
      }
    }
  }
  return turned;
}
