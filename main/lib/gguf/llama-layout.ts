import { gguf, type GgufField } from "./write.ts";

/** Of a model of Llama's architecture: what its tensors' names and shapes follow from. */
export interface LlamaSize {
  readonly layers: number;
  readonly dimensions: number;
  readonly feedForward: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly words: number;
}

export interface TensorPlace {
  readonly name: string;
  /** Of a matrix [columns, rows], as GGUF has them; of a norm [numbers]. */
  readonly shape: readonly [number] | readonly [number, number];
}

/** All tensors in the file's order: the table of words, the layers, the last norm, the head. */
export function llamaTensors({ layers, words, ...size }: LlamaSize): TensorPlace[] {
  const { dimensions } = size;
  return [
    { name: "token_embd.weight", shape: [dimensions, words] },
    ...Array.from({ length: layers }, (_, layer) => layerTensors(`blk.${layer}`, size)).flat(),
    { name: "output_norm.weight", shape: [dimensions] },
    { name: "output.weight", shape: [dimensions, words] },
  ];
}

function layerTensors(
  block: string,
  { dimensions, feedForward, heads, keyValueHeads }: Omit<LlamaSize, "layers" | "words">,
): TensorPlace[] {
  const keyValue = (dimensions / heads) * keyValueHeads;
  return [
    { name: `${block}.attn_norm.weight`, shape: [dimensions] },
    { name: `${block}.attn_q.weight`, shape: [dimensions, dimensions] },
    { name: `${block}.attn_k.weight`, shape: [dimensions, keyValue] },
    { name: `${block}.attn_v.weight`, shape: [dimensions, keyValue] },
    { name: `${block}.attn_output.weight`, shape: [dimensions, dimensions] },
    { name: `${block}.ffn_norm.weight`, shape: [dimensions] },
    { name: `${block}.ffn_gate.weight`, shape: [dimensions, feedForward] },
    { name: `${block}.ffn_up.weight`, shape: [dimensions, feedForward] },
    { name: `${block}.ffn_down.weight`, shape: [feedForward, dimensions] },
  ];
}

/** What the file's metadata says of the size. `architecture`: the fields' prefix. */
export function llamaFields(size: LlamaSize, architecture = "llama"): Record<string, GgufField> {
  return {
    [`${architecture}.embedding_length`]: gguf.u32(size.dimensions),
    [`${architecture}.block_count`]: gguf.u32(size.layers),
    [`${architecture}.feed_forward_length`]: gguf.u32(size.feedForward),
    [`${architecture}.attention.head_count`]: gguf.u32(size.heads),
    [`${architecture}.attention.head_count_kv`]: gguf.u32(size.keyValueHeads),
    [`${architecture}.attention.layer_norm_rms_epsilon`]: gguf.f32(1e-5),
    [`${architecture}.rope.dimension_count`]: gguf.u32(size.dimensions / size.heads),
    [`${architecture}.rope.freq_base`]: gguf.f32(10_000),
    [`${architecture}.vocab_size`]: gguf.u32(size.words),
  };
}
