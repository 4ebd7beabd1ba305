import { tinyVocabulary, vocabularyFields } from "#main/lib/gguf/tiny-vocabulary.ts";
import { type GgufFile, type GgufTensorData, gguf } from "#main/lib/gguf/write.ts";

/** Q8_0: a scale in half precision, and 32 weights. */
const BLOCK_ITEMS = 32;
const BLOCK_BYTES = 34;
/** About a thousandth. */
const SCALE = [0x00, 0x14];

export interface SpeedModelSize {
  readonly layers: number;
  readonly dimensions: number;
}

/**
 * A model that says nothing and takes a real one's time: Llama's architecture in Q8_0, every block of its weights the same. Made for
 * measuring this computer, and thrown away.
 */
export function speedModel({ layers, dimensions }: SpeedModelSize): GgufFile {
  const vocabulary = tinyVocabulary([], []);
  const feedForward = dimensions * 4;
  const heads = dimensions / 64;
  const tensors: GgufTensorData[] = [];
  const matrix = (name: string, columns: number, rows: number): void => {
    tensors.push({ name, type: "Q8_0", shape: [columns, rows], data: sameBlocks(columns * rows) });
  };
  const ones = (name: string): void => {
    const values = new Float32Array(dimensions).fill(1);
    tensors.push({ name, type: "F32", shape: [dimensions], data: new Uint8Array(values.buffer) });
  };
  matrix("token_embd.weight", dimensions, vocabulary.tokens.length);
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}`;
    ones(`${block}.attn_norm.weight`);
    for (const name of ["q", "k", "v", "output"]) matrix(`${block}.attn_${name}.weight`, dimensions, dimensions);
    ones(`${block}.ffn_norm.weight`);
    matrix(`${block}.ffn_gate.weight`, dimensions, feedForward);
    matrix(`${block}.ffn_up.weight`, dimensions, feedForward);
    matrix(`${block}.ffn_down.weight`, feedForward, dimensions);
  }
  ones("output_norm.weight");
  matrix("output.weight", dimensions, vocabulary.tokens.length);
  return {
    metadata: {
      "general.architecture": gguf.string("llama"),
      "general.type": gguf.string("model"),
      "general.name": gguf.string("Speed"),
      "general.file_type": gguf.u32(7),
      "general.quantization_version": gguf.u32(2),
      "llama.context_length": gguf.u32(512),
      "llama.embedding_length": gguf.u32(dimensions),
      "llama.block_count": gguf.u32(layers),
      "llama.feed_forward_length": gguf.u32(feedForward),
      "llama.attention.head_count": gguf.u32(heads),
      "llama.attention.head_count_kv": gguf.u32(heads),
      "llama.attention.layer_norm_rms_epsilon": gguf.f32(1e-5),
      "llama.rope.dimension_count": gguf.u32(64),
      "llama.rope.freq_base": gguf.f32(10_000),
      "llama.vocab_size": gguf.u32(vocabulary.tokens.length),
      ...vocabularyFields(vocabulary, "</s>"),
    },
    tensors,
  };
}

/** Bytes of weights that such a model reads for a token. */
export function speedModelBytes({ layers, dimensions }: SpeedModelSize): number {
  const words = tinyVocabulary([], []).tokens.length;
  return ((layers * 16 * dimensions * dimensions + words * dimensions) / BLOCK_ITEMS) * BLOCK_BYTES;
}

function sameBlocks(items: number): Uint8Array {
  const block = Buffer.alloc(BLOCK_BYTES);
  block.set(SCALE);
  for (let item = 0; item < BLOCK_ITEMS; item++) block.writeInt8((item % 15) - 7, 2 + item);
  return Buffer.alloc((items / BLOCK_ITEMS) * BLOCK_BYTES, block);
}
