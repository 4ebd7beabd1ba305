import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import { gguf, type GgufFile, type GgufTensorData } from "#main/lib/gguf/write.ts";
import { dequantise, quantise } from "../ggml/numbers.ts";

/** Blocks of K-quants have 256 numbers: rows are as long, and so are those of transposed copies. */
const SIZE = { dimensions: 256, feedForward: 512, heads: 4, keyHeads: 2, layers: 2 } as const;

/**
 * A random model of Llama's architecture with all matrices in this type. `isSpread`: as F32 with the very numbers that they have in that
 * type, so that what differs is how they are multiplied, and not what was rounded away.
 */
export function quantisedModel(type: string, isSpread = false): GgufFile {
  const { metadata, tensors: tiny } = tinyModel({ template: "none" });
  const words = tiny.find(({ name }) => name === "token_embd.weight")?.shape[1] ?? 0;
  const { dimensions, feedForward, heads, keyHeads, layers } = SIZE;
  const random = randomValues(11);
  const tensors: GgufTensorData[] = [];
  const matrix = (name: string, columns: number, rows: number, scale = 1): void => {
    const rounded = quantise(type, random(columns * rows, scale / Math.sqrt(columns)), columns);
    const data = isSpread ? bytesOf(dequantise(type, rounded, columns * rows)) : rounded;
    tensors.push({ name, type: isSpread ? "F32" : type, shape: [columns, rows], data });
  };
  const ones = (name: string): void => {
    const data = bytesOf(new Float32Array(dimensions).fill(1));
    tensors.push({ name, type: "F32", shape: [dimensions], data });
  };

  matrix("token_embd.weight", dimensions, words, Math.sqrt(dimensions));
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${String(layer)}`;
    ones(`${block}.attn_norm.weight`);
    matrix(`${block}.attn_q.weight`, dimensions, dimensions);
    matrix(`${block}.attn_k.weight`, dimensions, (dimensions / heads) * keyHeads);
    matrix(`${block}.attn_v.weight`, dimensions, (dimensions / heads) * keyHeads);
    matrix(`${block}.attn_output.weight`, dimensions, dimensions);
    ones(`${block}.ffn_norm.weight`);
    matrix(`${block}.ffn_gate.weight`, dimensions, feedForward);
    matrix(`${block}.ffn_up.weight`, dimensions, feedForward);
    matrix(`${block}.ffn_down.weight`, feedForward, dimensions);
  }
  ones("output_norm.weight");
  matrix("output.weight", dimensions, words);
  const sizes = {
    "llama.embedding_length": gguf.u32(dimensions),
    "llama.block_count": gguf.u32(layers),
    "llama.feed_forward_length": gguf.u32(feedForward),
    "llama.attention.head_count": gguf.u32(heads),
    "llama.attention.head_count_kv": gguf.u32(keyHeads),
    "llama.rope.dimension_count": gguf.u32(dimensions / heads),
  };
  return { metadata: { ...metadata, ...sizes }, tensors };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
