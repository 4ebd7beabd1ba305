import type { EngineState, Model, ModelsView } from "#main/models/contract.ts";
import { useSettings } from "#renderer/app/state/settings.ts";

/** Models that can hold a conversation or continue a text. */
export function writers(models: readonly Model[]): Model[] {
  return models.filter((model) => model.kind === "chat" || model.kind === "base");
}

export function engineOf(view: ModelsView | null, modelId: string | null): EngineState | null {
  return view?.engines.find((engine) => engine.modelId === modelId) ?? null;
}

/** The model that a new chat takes: the one set as default, else the one last used, else the only one. */
export function useUsualModelId(models: readonly Model[]): string | null {
  const chosen = useSettings((settings) => settings.defaultModelId);
  return usualModelId(models, chosen);
}

export function usualModelId(models: readonly Model[], chosen: string | null): string | null {
  const able = writers(models).filter((model) => model.problem === null);
  if (chosen !== null && able.some((model) => model.id === chosen)) return chosen;
  const used = able.filter((model) => model.lastUsedAt !== null);
  const last = used.toSorted((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0))[0];
  return last?.id ?? (able.length === 1 ? (able[0]?.id ?? null) : null);
}
