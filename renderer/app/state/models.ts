import type { Model, ModelsEvent, ModelsView } from "#main/models/contract.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";

const watch = createSharedWatch<ModelsView, ModelsEvent>(
  (c, signal) => c.models.watch(undefined, { signal }),
  applyModelsEvent,
);

/** Part of what is known of models, engines and memory; null before the first snapshot. */
export const useModelsView = watch.use;

/** What the models look like after one event. Before the first snapshot there is nothing to change. */
export function applyModelsEvent(view: ModelsView | null, event: ModelsEvent): ModelsView | null {
  if (event.type === "snapshot") return event.view;
  if (view === null) return null;
  switch (event.type) {
    case "models":
      return { ...view, models: withChanges(view.models, event.models, event.gone) };
    case "folders":
      return { ...view, folders: event.folders };
    case "engines":
      return { ...view, engines: event.engines };
    case "machine":
      return { ...view, machine: event.machine };
    case "scanning":
      return { ...view, scanning: event.scanning };
    case "sample":
      return { ...view, sample: event.sample };
  }
}

/** In the order in which they were; new ones at the end. */
function withChanges(models: readonly Model[], changed: readonly Model[], gone: readonly string[]): Model[] {
  const byId = new Map(models.map((model) => [model.id, model]));
  for (const model of changed) byId.set(model.id, model);
  for (const id of gone) byId.delete(id);
  return [...byId.values()];
}
