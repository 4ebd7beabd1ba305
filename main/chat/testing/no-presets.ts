import type { ModelPresets } from "#main/models/lease.ts";
import type { Sampling } from "../contract.ts";

export const SAMPLING: Sampling = {
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1.1,
  seed: null,
  maxTokens: null,
  stopSequences: [],
};

/** The presets as chat sees them where there are none. */
export const noPresets: ModelPresets = {
  find: () => null,
  usual: () => null,
  forNewChat: () => ({ sampling: SAMPLING, systemPrompt: null, adapters: null }),
  inForce: () => ({ presetId: null, template: null, load: {}, drafting: { kind: "off" } }),
  keepTemplate: () => "",
  templateOf: () => null,
};
