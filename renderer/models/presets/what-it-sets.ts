import type { Preset, PresetParts } from "#main/models/presets/contract.ts";
import type { Text } from "#renderer/app/texts.ts";

export const nothingSet: PresetParts = { sampling: null, systemPrompt: null, template: null, load: {}, drafting: null };

/** "Sampling, instructions, room 8,192": what a preset changes, in a line. */
export function whatItSets(parts: PresetParts, t: Text): string {
  const { sampling, systemPrompt, adapters, template, load, drafting } = parts;
  const { contextTokens, kvCacheType, flashAttention, threads } = load;
  const named = [
    sampling === null ? null : t("preset.sets.sampling"),
    systemPrompt === null ? null : t("preset.sets.instructions"),
    adapters ? t("preset.sets.adapters", { count: adapters.length }) : null,
    template === null ? null : t("preset.sets.template"),
    typeof contextTokens === "number" ? t("preset.sets.room", { tokens: contextTokens }) : null,
    kvCacheType === undefined ? null : t("preset.sets.cache", { type: kvCacheType.slice(0, 2).toUpperCase() }),
    flashAttention === undefined ? null : t("preset.sets.flash", { value: flashAttention }),
    typeof threads === "number" ? t("preset.sets.threads", { threads }) : null,
    drafting === null || drafting.kind === "off" ? null : t("preset.sets.drafting"),
  ].filter((part) => part !== null);
  if (named.length === 0) return t("preset.sets.nothing");
  const line = named.join(", ");
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** The parts alone, as they are saved. */
export function partsOf({ id: _id, modelId: _modelId, name: _name, builtIn: _builtIn, ...parts }: Preset): PresetParts {
  return parts;
}
