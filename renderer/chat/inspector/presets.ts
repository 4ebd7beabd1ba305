import type { Preset, Sampling } from "#main/chat/contract.ts";
import { isTextKey, type Text } from "#renderer/app/texts.ts";

/** The preset whose sampling this is, or null for one of the user's own making. */
export function presetOf(sampling: Sampling, presets: readonly Preset[]): Preset | null {
  return presets.find((preset) => sameSampling(preset.sampling, sampling)) ?? null;
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

/** Built-in presets are named in the catalogue, the user's by the user. */
export function presetName(preset: Preset, t: Text): string {
  const key = `chat.preset.${preset.name}`;
  return preset.builtIn && isTextKey(key) ? t(key) : preset.name;
}
