import type { PresetsView } from "#main/models/presets/contract.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";

const watch = createSharedWatch<PresetsView, PresetsView>(
  (c, signal) => c.models.presets.watch(undefined, { signal }),
  (_old, view) => view,
);

/** Part of what is known of presets; null before the first answer. */
export const usePresets = watch.use;
