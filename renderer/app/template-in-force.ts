import type { PresetsView } from "#main/models/presets/contract.ts";

/** Whether a preset puts another template in place of the model's own: the chat's, or else the model's usual one. */
export function isTemplateReplaced(
  { presets, usual }: Pick<PresetsView, "presets" | "usual">,
  modelId: string,
  presetId: string | null,
): boolean {
  const usualId = usual.find((one) => one.modelId === modelId)?.presetId;
  return presets.some(({ id, template }) => template !== null && (id === presetId || id === usualId));
}
