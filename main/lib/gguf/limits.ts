/** How much of a header is believed before it is called broken, and how much of it is kept in memory. */
export interface GgufLimits {
  /** Entries of metadata. Real files have 20 to 60; llama.cpp compares each new key with all before it. */
  metadataPairs: number;
  /** Tensors. Real files have up to some 2,000; llama.cpp compares each new name with all before it. */
  tensors: number;
  /** A key's length; the format allows 65,535. */
  keyBytes: number;
  /** Items of one array. The largest tokenizers have 262,144 words and 580,000 merges. */
  arrayItems: number;
  /** Where the tensors' data must have begun. Real headers take up to 30 MB, nearly all of it the tokenizer. */
  headerBytes: number;
  /** A longer string (no chat template comes near) is skipped, and only its length is known. */
  keptStringBytes: number;
  /** A longer array is skipped, and only its length is known: enough for one value a layer, too few for a tokenizer. */
  keptArrayItems: number;
  /** All keys, strings and arrays that are kept, together. */
  keptBytes: number;
}

export const GGUF_LIMITS: GgufLimits = {
  metadataPairs: 4_096,
  tensors: 32_768,
  keyBytes: 65_535,
  arrayItems: 16_777_216,
  headerBytes: 268_435_456,
  keptStringBytes: 1_048_576,
  keptArrayItems: 1_024,
  keptBytes: 33_554_432,
};

/** GGML_MAX_DIMS, GGML_MAX_NAME (with its closing zero byte) and GGUF_DEFAULT_ALIGNMENT of llama.cpp. */
export const MAX_DIMENSIONS = 4;
export const MAX_TENSOR_NAME_BYTES = 63;
export const DEFAULT_ALIGNMENT = 32;
/** llama.cpp takes any power of two; a memory page is already more than any file asks for. */
export const MAX_ALIGNMENT = 1_048_576;
