import type { ModelsEvent, ModelsView } from "#main/models/contract.ts";
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
      return { ...view, models: event.models, folders: event.folders };
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
