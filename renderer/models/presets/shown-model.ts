import { create } from "zustand";

/** Whose presets the page shows; null: those of the usual model. */
export const usePresetsModel = create<{ modelId: string | null; presetId: string | null }>(() => ({
  modelId: null,
  presetId: null,
}));

export function showPresetsOf(modelId: string | null, presetId: string | null = null): void {
  usePresetsModel.setState({ modelId, presetId });
}
