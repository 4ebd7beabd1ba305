import type { Preset, Sampling } from "./contract.ts";

/** llama.cpp's usual values, a little calmer: what a new chat begins with. */
export const balanced: Sampling = {
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1.1,
  seed: null,
  maxTokens: null,
  stopSequences: [],
};

/** Their names are keys of the text catalogue, `chat.preset.<name>`. */
export const builtInPresets: readonly Preset[] = [
  { id: "00000000-0000-7000-8000-000000000001", name: "balanced", builtIn: true, sampling: balanced },
  {
    id: "00000000-0000-7000-8000-000000000002",
    name: "precise",
    builtIn: true,
    sampling: { ...balanced, temperature: 0.3, topP: 0.9, topK: 20 },
  },
  {
    id: "00000000-0000-7000-8000-000000000003",
    name: "creative",
    builtIn: true,
    sampling: { ...balanced, temperature: 1.1, topP: 0.98, topK: 0 },
  },
  // The most likely token each time: no chance is left, so the seed means nothing.
  {
    id: "00000000-0000-7000-8000-000000000004",
    name: "exact",
    builtIn: true,
    sampling: { ...balanced, temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1 },
  },
];
