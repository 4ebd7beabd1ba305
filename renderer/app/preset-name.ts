import type { Preset } from "#main/models/presets/contract.ts";
import { isTextKey, type Text } from "./texts.ts";

/** Built-in presets are named in the catalogue, the user's by the user. */
export function presetName(preset: Pick<Preset, "name" | "builtIn">, t: Text): string {
  const key = `preset.${preset.name}`;
  return preset.builtIn && isTextKey(key) ? t(key) : preset.name;
}

/** Those that a model can take: its own first, then those for every model. */
export function presetsFor(presets: readonly Preset[], modelId: string | null): Preset[] {
  return [
    ...presets.filter((preset) => preset.modelId !== null && preset.modelId === modelId),
    ...presets.filter((preset) => preset.modelId === null),
  ];
}
