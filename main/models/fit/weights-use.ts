import type { GgufHeader } from "#main/lib/gguf/read.ts";

/** Where a model's weights go, in bytes. What is not named here are layers that every token passes. */
export interface WeightsUse {
  /** Everything before the weights in the file: mapped with them. */
  headerBytes: number;
  /** The table of words, of which a token reads one row; it stays in memory. */
  embeddingBytes: number;
  /** What turns the last layer into words: the table again where the model has no other. */
  outputBytes: number;
  outputIsEmbedding: boolean;
  /** Stacked experts, of which a token passes a few. */
  expertBytes: number;
  /** Matrices by type ("Q4_K"): some types are laid out anew for the processor. */
  matrixBytes: Record<string, number>;
}

/** ggml's repacking works on eight rows at once. */
const REPACKED_ROWS = 8;

export function weightsUseOf(header: GgufHeader): WeightsUse {
  const use: WeightsUse = {
    headerBytes: header.dataOffset,
    embeddingBytes: 0,
    outputBytes: 0,
    outputIsEmbedding: false,
    expertBytes: 0,
    matrixBytes: {},
  };
  for (const { name, type, shape, sizeBytes } of header.tensors) {
    if (name === "token_embd.weight") {
      use.embeddingBytes = sizeBytes;
      continue;
    }
    if (name === "output.weight") use.outputBytes = sizeBytes;
    // Before they were stacked, each expert had a tensor of its own: "blk.0.ffn_up.3.weight".
    if (/_exps\.|\.ffn_(up|down|gate)\.\d+\./.test(name)) use.expertBytes += sizeBytes;
    const rows = shape[1] ?? 0;
    if (rows > 1 && rows % REPACKED_ROWS === 0) use.matrixBytes[type] = (use.matrixBytes[type] ?? 0) + sizeBytes;
  }
  if (use.outputBytes === 0) {
    use.outputBytes = use.embeddingBytes;
    use.outputIsEmbedding = true;
  }
  return use;
}

/**
 * Types that ggml lays out anew for this kind of processor (ggml_repack_get_optimal_repack_type), so that there are two of them: the
 * copy that is used, and the file's, which the system may drop.
 */
const REPACKED: Readonly<Record<string, readonly string[]>> = {
  x64: ["Q4_0", "Q4_K", "IQ4_NL", "MXFP4"],
  arm64: ["Q4_0", "Q4_K", "Q5_K", "Q6_K", "Q8_0", "IQ4_NL", "MXFP4"],
};

export function repackedBytes({ matrixBytes }: WeightsUse, processor: string = process.arch): number {
  return (REPACKED[processor] ?? []).reduce((sum, type) => sum + (matrixBytes[type] ?? 0), 0);
}

/** Bytes of weights that are read for every token: of a mixture's experts only the share that it passes. */
export function bytesPerToken(use: WeightsUse, weightsBytes: number, expertShare: number): number {
  const table = use.outputIsEmbedding ? 0 : use.embeddingBytes;
  return weightsBytes - table - use.expertBytes * (1 - expertShare);
}
