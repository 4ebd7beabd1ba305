import type { Sampling } from "#main/chat/contract.ts";
import type { Preset } from "./contract.ts";

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

/** For every model. Their names are keys of the text catalogue, `preset.<name>`. */
export const builtInPresets: readonly Preset[] = [
  builtIn("00000000-0000-7000-8000-000000000001", "balanced", balanced),
  builtIn("00000000-0000-7000-8000-000000000002", "precise", { ...balanced, temperature: 0.3, topP: 0.9, topK: 20 }),
  builtIn("00000000-0000-7000-8000-000000000003", "creative", { ...balanced, temperature: 1.1, topP: 0.98, topK: 0 }),
  // The most likely token each time: no chance is left, so the seed means nothing.
  builtIn("00000000-0000-7000-8000-000000000004", "exact", {
    ...balanced,
    temperature: 0,
    topP: 1,
    topK: 0,
    minP: 0,
    repeatPenalty: 1,
  }),
];

function builtIn(id: string, name: string, sampling: Sampling): Preset {
  const nothingElse = { systemPrompt: null, template: null, load: {}, drafting: null };
  return { id, modelId: null, name, builtIn: true, sampling, ...nothingElse };
}
