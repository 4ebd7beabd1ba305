import { type ModelFacts, NOTHING_SAID } from "../../facts.ts";

/** Gemma 3 270M's dimensions: 18 layers with one key-value head of 256. llama.cpp reports 144 MiB of KV cache for 8,192 tokens. */
export const gemma: ModelFacts = {
  name: "Gemma",
  kind: "base",
  architecture: "gemma3",
  parameters: 268_098_176,
  quantisation: "Q4_K_M",
  licence: null,
  trainedContextTokens: 32_768,
  hasChatTemplate: false,
  thinks: false,
  weightsBytes: 246_587_904,
  about: NOTHING_SAID,
  shape: {
    layers: 18,
    embedding: 640,
    feedForward: 2_048,
    heads: 4,
    keysPerToken: 18 * 256,
    valuesPerToken: 18 * 256,
    words: 262_144,
  },
};
