import { readFileSync } from "node:fs";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { dequantise } from "../ggml/numbers.ts";
import type { LoraParameters } from "../network.ts";

/** Puts an adapter of llama.cpp's form into a network's parameters. */
export async function loadAdapter(path: string, lora: LoraParameters): Promise<void> {
  const { tensors, dataOffset } = await readGgufHeader(path);
  const bytes = readFileSync(path);
  const values = new Float32Array(lora.length);
  const numbers = (name: string): Float32Array => {
    const tensor = tensors.find((one) => one.name === name);
    if (tensor === undefined) throw new Error(`${path} has no ${name}`);
    return dequantise(tensor.type, bytes.subarray(dataOffset + tensor.offset), tensor.elements);
  };
  for (const { tensor, aAt, bAt, rows } of lora.pairs) {
    values.set(numbers(`${tensor}.lora_a`), aAt);
    values.set(transposed(numbers(`${tensor}.lora_b`), rows, lora.rank), bAt);
  }
  lora.writeValues(values);
}

/** `rows` rows of `columns` numbers, as `columns` rows: how a B lies in `LoraParameters` when that is how it lies in a file, or back. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      turned[column * rows + row] = values[row * columns + column] ?? NaN;
    }
  }
  return turned;
}
