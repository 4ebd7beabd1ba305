import { type EncodedType, encodeTensor } from "#main/lib/gguf/encode.ts";
import { llamaFields, llamaTensors, type LlamaSize } from "#main/lib/gguf/llama-layout.ts";
import { randomValues } from "#main/lib/gguf/tiny-random.ts";
import { tinyVocabulary, vocabularyFields } from "#main/lib/gguf/tiny-vocabulary.ts";
import { gguf, type GgufFile, type GgufTensorData } from "#main/lib/gguf/write.ts";

/** A llama of any size with random weights: what it says is noise, how long it takes is not. */
export interface Size extends Omit<LlamaSize, "words"> {
  readonly name: string;
}

/** stories15M, GPT-2's size, SmolLM2 360M, Llama 3.2 1B: without their vocabularies, which only the head would notice. */
export const SIZES: readonly Size[] = [
  { name: "15M", dimensions: 288, layers: 6, feedForward: 768, heads: 6, keyValueHeads: 6 },
  { name: "110M", dimensions: 768, layers: 12, feedForward: 2_048, heads: 12, keyValueHeads: 12 },
  { name: "360M", dimensions: 960, layers: 32, feedForward: 2_560, heads: 15, keyValueHeads: 5 },
  { name: "1B", dimensions: 2_048, layers: 16, feedForward: 8_192, heads: 32, keyValueHeads: 8 },
];

export function randomModel(size: Size, type: EncodedType): GgufFile {
  const { dimensions, feedForward } = size;
  const vocabulary = tinyVocabulary([], []);
  const words = vocabulary.tokens.length;
  // The same numbers for all: drawing a billion takes longer than the bench.
  const count = dimensions * Math.max(feedForward, words);
  const drawn = encodeTensor(type, randomValues(1)(count, 1 / Math.sqrt(dimensions)));
  const perNumber = drawn.byteLength / count;
  const ones = encodeTensor("F32", new Float32Array(dimensions).fill(1));
  const tensors = llamaTensors({ ...size, words }).map(({ name, shape }): GgufTensorData => {
    const [columns, rows] = shape;
    if (rows === undefined) return { name, type: "F32", shape, data: ones };
    return { name, type, shape, data: drawn.subarray(0, columns * rows * perNumber) };
  });
  return {
    metadata: {
      "general.architecture": gguf.string("llama"),
      "general.name": gguf.string(size.name),
      "llama.context_length": gguf.u32(8_192),
      ...llamaFields({ ...size, words }),
      ...vocabularyFields(vocabulary, "</s>"),
    },
    tensors,
  };
}
