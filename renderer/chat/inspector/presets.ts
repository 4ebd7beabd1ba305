import type { Chat, Sampling } from "#main/chat/contract.ts";
import type { Preset, PresetParts } from "#main/models/presets/contract.ts";

/** The preset whose sampling this is, or null for one of the user's own making. */
export function presetOf(sampling: Sampling, presets: readonly Preset[]): Preset | null {
  return presets.find((preset) => preset.sampling !== null && sameSampling(preset.sampling, sampling)) ?? null;
}

export function sameSampling(a: Sampling, b: Sampling): boolean {
  const { stopSequences: stopsA, ...restA } = a;
  const { stopSequences: stopsB, ...restB } = b;
  const keys = Object.keys(restA) as (keyof typeof restA)[];
  return (
    keys.every((key) => restA[key] === restB[key]) &&
    stopsA.length === stopsB.length &&
    stopsA.every((stop, index) => stop === stopsB[index])
  );
}

/** What a preset would be that is kept from the chat now: the chosen one, as it was changed here. `ofModel` null: for every model. */
export function partsAsIn(
  chat: Pick<Chat, "sampling" | "systemPrompt" | "adapters">,
  modelId: string | null,
  chosen: Preset | null,
): { ofModel: string | null; parts: PresetParts } {
  // Adapters fit no other model.
  const adapters = chat.adapters.length > 0 && modelId !== null ? chat.adapters : null;
  const { systemPrompt = null, template = null, load = {}, drafting = null } = chosen ?? {};
  const ofModel = adapters === null ? (chosen?.modelId ?? null) : modelId;
  const instructions = systemPrompt === null ? null : chat.systemPrompt;
  return {
    ofModel,
    parts: { sampling: chat.sampling, systemPrompt: instructions, template, load, drafting, adapters },
  };
}

/** What was changed in the chat since it took the preset. */
export function changedSince(
  chat: Pick<Chat, "sampling" | "systemPrompt">,
  preset: Preset,
): "sampling" | "text" | null {
  if (preset.sampling !== null && !sameSampling(preset.sampling, chat.sampling)) return "sampling";
  return preset.systemPrompt !== null && preset.systemPrompt !== chat.systemPrompt ? "text" : null;
}
