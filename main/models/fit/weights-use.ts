import type { GgufHeader } from "#main/lib/gguf/read.ts";
import { type Processor, processorHere } from "./processor.ts";

/** Where a model's weights go, in bytes. What is not named here are layers that every token passes. */
export interface WeightsUse {
  /** Everything before the weights in the file: mapped with them. */
  headerBytes: number;
  /** The table of words, of which a token reads one row; it stays in memory. */
  embeddingBytes: number;
  /** What turns the last layer into words: the table again where the model has no other. */
  outputBytes: number;
  outputIsEmbedding: boolean;
  /** "Q8_0". */
  outputType: string;
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
    outputType: "",
    expertBytes: 0,
    matrixBytes: {},
  };
  for (const { name, type, shape, sizeBytes } of header.tensors) {
    if (name === "token_embd.weight") {
      use.embeddingBytes = sizeBytes;
      use.outputType ||= type;
      continue;
    }
    if (name === "output.weight") {
      use.outputBytes = sizeBytes;
      use.outputType = type;
    }
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
 * Types that ggml lays out anew for a kind of processor, and how large they are then. x64 and arm64 as ggml_repack_get_optimal_repack_type
 * chooses; of AMX's tiles those of Q8_0 (34 bytes a block), Q4_K (144) and Q5_K (176) have four bytes more a block, IQ4_XS (136) two.
 */
const LAID_OUT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  x64: { Q4_0: 1, Q4_K: 1, IQ4_NL: 1, MXFP4: 1 },
  "x64-amx": {
    ...{ F16: 1, Q4_0: 1, Q4_1: 1, Q8_0: 38 / 34, Q4_K: 148 / 144, Q5_K: 180 / 176, Q6_K: 1, IQ4_XS: 138 / 136 },
    ...{ IQ4_NL: 1, MXFP4: 1 },
  },
  arm64: { Q4_0: 1, Q4_K: 1, Q5_K: 1, Q6_K: 1, Q8_0: 1, IQ4_NL: 1, MXFP4: 1 },
};

export interface LaidOut {
  /** What is taken beyond each weight once: layouts that are larger, and the table of words anew where it makes the words too. */
  moreBytes: number;
  /** Of the file: what nobody reads any more once it is laid out, so that the system may drop it. */
  unreadBytes: number;
}

export function laidOut(use: WeightsUse | null, processor: Processor = processorHere()): LaidOut {
  const sizes = LAID_OUT[processor] ?? {};
  const result = { moreBytes: 0, unreadBytes: 0 };
  if (use === null) return result;
  for (const [type, bytes] of Object.entries(use.matrixBytes)) {
    const size = sizes[type];
    if (size === undefined) continue;
    result.moreBytes += (size - 1) * bytes;
    result.unreadBytes += bytes;
  }
  if (use.outputIsEmbedding) result.moreBytes += (sizes[use.outputType] ?? 0) * use.outputBytes;
  return result;
}

/** Bytes of weights that are read for every token: of a mixture's experts only the share that it passes. */
export function bytesPerToken(use: WeightsUse, weightsBytes: number, expertShare: number): number {
  const table = use.outputIsEmbedding ? 0 : use.embeddingBytes;
  return weightsBytes - table - use.expertBytes * (1 - expertShare);
}
