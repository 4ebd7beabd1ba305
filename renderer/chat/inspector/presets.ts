import type { Chat, Sampling } from "#main/chat/contract.ts";
import type { Preset } from "#main/models/presets/contract.ts";

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

/** What was changed in the chat since it took the preset. */
export function changedSince(
  chat: Pick<Chat, "sampling" | "systemPrompt">,
  preset: Preset,
): "sampling" | "text" | null {
  if (preset.sampling !== null && !sameSampling(preset.sampling, chat.sampling)) return "sampling";
  return preset.systemPrompt !== null && preset.systemPrompt !== chat.systemPrompt ? "text" : null;
}
