import type { ModelsEvent, ModelsView } from "#main/models/contract.ts";
import { createSharedWatch } from "./shared-watch.ts";

/** The models view after one event. */
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

/** Models, engines and the computer's memory, as every room and the status bar see them. */
export const liveModels = createSharedWatch<ModelsView, ModelsEvent>(
  (client, signal) => client.models.watch(undefined, { signal }),
  applyModelsEvent,
);
