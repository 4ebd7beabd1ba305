import { llamaFields, llamaTensors } from "#main/lib/gguf/llama-layout.ts";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import { type GgufFile, type GgufTensorData } from "#main/lib/gguf/write.ts";
import { dequantise, quantise } from "../ggml/numbers.ts";

/** Blocks of K-quants have 256 numbers: rows are as long, and so are those of transposed copies. */
const SIZE = { dimensions: 256, feedForward: 512, heads: 4, keyValueHeads: 2, layers: 2 } as const;

/**
 * A random model of Llama's architecture with all matrices in this type. `isSpread`: as F32 with the very numbers that they have in that
 * type, so that what differs is how they are multiplied, and not what was rounded away.
 */
export function quantisedModel(type: string, isSpread = false): GgufFile {
  const { metadata, tensors: tiny } = tinyModel({ template: "none" });
  const words = tiny.find(({ name }) => name === "token_embd.weight")?.shape[1] ?? 0;
  const size = { ...SIZE, words };
  const random = randomValues(11);
  const tensors = llamaTensors(size).map(({ name, shape }): GgufTensorData => {
    const [columns, rows] = shape;
    if (rows === undefined) return { name, type: "F32", shape, data: bytesOf(new Float32Array(columns).fill(1)) };
    const scale = name === "token_embd.weight" ? 1 : 1 / Math.sqrt(columns);
    const rounded = quantise(type, random(columns * rows, scale), columns);
    const data = isSpread ? bytesOf(dequantise(type, rounded, columns * rows)) : rounded;
    return { name, type: isSpread ? "F32" : type, shape, data };
  });
  return { metadata: { ...metadata, ...llamaFields(size) }, tensors };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
