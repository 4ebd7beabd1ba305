import { llamaFields, llamaTensors } from "#main/lib/gguf/llama-layout.ts";
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
  const heads = dimensions / 64;
  const words = vocabulary.tokens.length;
  const size = { layers, dimensions, feedForward: dimensions * 4, heads, keyValueHeads: heads, words };
  const ones = new Uint8Array(new Float32Array(dimensions).fill(1).buffer);
  const tensors = llamaTensors(size).map(({ name, shape }): GgufTensorData => {
    const [columns, rows] = shape;
    if (rows === undefined) return { name, type: "F32", shape, data: ones };
    return { name, type: "Q8_0", shape, data: sameBlocks(columns * rows) };
  });
  return {
    metadata: {
      "general.architecture": gguf.string("llama"),
      "general.type": gguf.string("model"),
      "general.name": gguf.string("Speed"),
      "general.file_type": gguf.u32(7),
      "general.quantization_version": gguf.u32(2),
      "llama.context_length": gguf.u32(512),
      ...llamaFields(size),
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
