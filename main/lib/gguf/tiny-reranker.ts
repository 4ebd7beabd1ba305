import { encodeTensor } from "./encode.ts";
import { llamaFields, llamaTensors } from "./llama-layout.ts";
import { TINY } from "./tiny-model.ts";
import { tinyVocabulary, vocabularyFields } from "./tiny-vocabulary.ts";
import { gguf, type GgufField, type GgufFile, type GgufTensorData } from "./write.ts";

/** Of `enum llama_pooling_type`. */
const RANK = 4;
const ARCHITECTURE = "qwen3";
/** Dimensions in which words stand: the one that is looked for, all others, and how much of a text it is. */
const [OTHER, SOUGHT, SHARE] = [0, 1, 2];

/**
 * A model of some 200 kB that ranks as Qwen3's rerankers do, and likes texts the better the more of their tokens are `sought`. One layer
 * whose attention sees all tokens alike; what it adds up is the share of that token.
 */
export function tinyReranker(name: string, sought: string): GgufFile {
  const vocabulary = tinyVocabulary([sought], []);
  const size = { ...TINY, layers: 1, words: vocabulary.tokens.length };
  const headDimensions = size.dimensions / size.heads;
  const metadata: Record<string, GgufField> = {
    "general.architecture": gguf.string(ARCHITECTURE),
    "general.type": gguf.string("model"),
    "general.name": gguf.string(name),
    "general.file_type": gguf.u32(0),
    "general.quantization_version": gguf.u32(2),
    [`${ARCHITECTURE}.context_length`]: gguf.u32(512),
    [`${ARCHITECTURE}.pooling_type`]: gguf.u32(RANK),
    [`${ARCHITECTURE}.classifier.output_labels`]: gguf.strings(["yes", "no"]),
    [`${ARCHITECTURE}.attention.key_length`]: gguf.u32(headDimensions),
    [`${ARCHITECTURE}.attention.value_length`]: gguf.u32(headDimensions),
    ...llamaFields(size, ARCHITECTURE),
    ...vocabularyFields(vocabulary, "</s>"),
  };
  const one = (shape: readonly [number, number], column: number, row: number, value: number): Float32Array => {
    const values = new Float32Array(shape[0] * shape[1]);
    values[row * shape[0] + column] = value;
    return values;
  };
  const own: Record<string, (shape: readonly [number, number]) => Float32Array> = {
    "token_embd.weight": ([columns, rows]) => {
      const values = new Float32Array(columns * rows);
      for (const [token, piece] of vocabulary.tokens.entries())
        values[token * columns + (piece === sought ? SOUGHT : OTHER)] = 1;
      return values;
    },
    "blk.0.attn_v.weight": (shape) => one(shape, SOUGHT, 0, 1),
    "blk.0.attn_output.weight": (shape) => one(shape, 0, SHARE, 1),
  };
  const norm = (tensor: string): GgufTensorData => {
    const data = encodeTensor("F32", new Float32Array(headDimensions).fill(1));
    return { name: tensor, type: "F32", shape: [headDimensions], data };
  };
  const tensors = llamaTensors(size).map(({ name: tensor, shape }): GgufTensorData => {
    const [columns, rows] = shape;
    if (rows === undefined)
      return { name: tensor, type: "F32", shape, data: encodeTensor("F32", new Float32Array(columns).fill(1)) };
    const values = own[tensor]?.([columns, rows]) ?? new Float32Array(columns * rows);
    return { name: tensor, type: "F32", shape, data: encodeTensor("F32", values) };
  });
  const verdict = one([size.dimensions, 2], SHARE, 0, 1);
  return {
    metadata,
    tensors: [
      ...tensors,
      norm("blk.0.attn_q_norm.weight"),
      norm("blk.0.attn_k_norm.weight"),
      { name: "cls.output.weight", type: "F32", shape: [size.dimensions, 2], data: encodeTensor("F32", verdict) },
    ],
  };
}
