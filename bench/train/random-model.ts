import { type EncodedType, encodeTensor } from "#main/lib/gguf/encode.ts";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import { tinyVocabulary, vocabularyFields } from "#main/lib/gguf/tiny-vocabulary.ts";
import { gguf, type GgufFile, type GgufTensorData } from "#main/lib/gguf/write.ts";

/** A llama of any size with random weights: what it says is noise, how long it takes is not. */
export interface Size {
  readonly name: string;
  readonly width: number;
  readonly layers: number;
  readonly feedForward: number;
  readonly heads: number;
  readonly keyValueHeads: number;
}

/** stories15M, GPT-2's size, SmolLM2 360M, Llama 3.2 1B: without their vocabularies, which only the head would notice. */
export const SIZES: readonly Size[] = [
  { name: "15M", width: 288, layers: 6, feedForward: 768, heads: 6, keyValueHeads: 6 },
  { name: "110M", width: 768, layers: 12, feedForward: 2_048, heads: 12, keyValueHeads: 12 },
  { name: "360M", width: 960, layers: 32, feedForward: 2_560, heads: 15, keyValueHeads: 5 },
  { name: "1B", width: 2_048, layers: 16, feedForward: 8_192, heads: 32, keyValueHeads: 8 },
];

export function randomModel(size: Size, type: EncodedType): GgufFile {
  const { width, layers, feedForward, heads, keyValueHeads } = size;
  const vocabulary = tinyVocabulary([], []);
  const words = vocabulary.tokens.length;
  const keyValue = (width / heads) * keyValueHeads;
  // The same numbers for all: drawing a billion takes longer than the bench.
  const drawn = encodeTensor(type, randomValues(1)(width * Math.max(feedForward, words), 1 / Math.sqrt(width)));
  const perNumber = drawn.byteLength / (width * Math.max(feedForward, words));
  const ones = encodeTensor("F32", new Float32Array(width).fill(1));
  const tensors: GgufTensorData[] = [];
  const matrix = (name: string, columns: number, rows: number): void => {
    tensors.push({ name, type, shape: [columns, rows], data: drawn.subarray(0, columns * rows * perNumber) });
  };
  const norm = (name: string): void => void tensors.push({ name, type: "F32", shape: [width], data: ones });

  matrix("token_embd.weight", width, words);
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}`;
    norm(`${block}.attn_norm.weight`);
    matrix(`${block}.attn_q.weight`, width, width);
    matrix(`${block}.attn_k.weight`, width, keyValue);
    matrix(`${block}.attn_v.weight`, width, keyValue);
    matrix(`${block}.attn_output.weight`, width, width);
    norm(`${block}.ffn_norm.weight`);
    matrix(`${block}.ffn_gate.weight`, width, feedForward);
    matrix(`${block}.ffn_up.weight`, width, feedForward);
    matrix(`${block}.ffn_down.weight`, feedForward, width);
  }
  norm("output_norm.weight");
  matrix("output.weight", width, words);
  return {
    metadata: {
      "general.architecture": gguf.string("llama"),
      "general.name": gguf.string(size.name),
      "llama.context_length": gguf.u32(8_192),
      "llama.embedding_length": gguf.u32(width),
      "llama.block_count": gguf.u32(layers),
      "llama.feed_forward_length": gguf.u32(feedForward),
      "llama.attention.head_count": gguf.u32(heads),
      "llama.attention.head_count_kv": gguf.u32(keyValueHeads),
      "llama.attention.layer_norm_rms_epsilon": gguf.f32(1e-5),
      "llama.rope.dimension_count": gguf.u32(width / heads),
      "llama.rope.freq_base": gguf.f32(10_000),
      "llama.vocab_size": gguf.u32(words),
      ...vocabularyFields(vocabulary, "</s>"),
    },
    tensors,
  };
}
