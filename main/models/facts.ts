import type { Model } from "./contract.ts";

/** What a model's files say about it, read once and kept in the database. */
export interface ModelFacts {
  name: string;
  kind: Model["kind"];
  architecture: string;
  parameters: number | null;
  quantisation: string;
  licence: string | null;
  trainedContextTokens: number;
  hasChatTemplate: boolean;
  thinks: boolean;
  /** Data of all tensors. */
  weightsBytes: number;
  /** null: the file does not say enough to estimate its memory. */
  shape: ModelShape | null;
}

/** What decides how much memory a model takes beside its weights, and which adapters fit it. */
export interface ModelShape {
  layers: number;
  embedding: number;
  feedForward: number;
  heads: number;
  /** Numbers that one token adds to the KV cache, over all layers. 0: no cache (encoders, recurrent models). */
  keysPerToken: number;
  valuesPerToken: number;
  /** Words of the vocabulary. */
  words: number;
}
