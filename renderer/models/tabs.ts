import { GetModels } from "./hub/GetModels.tsx";
import { ModelsHere } from "./library/ModelsHere.tsx";
import type { ModelsTab } from "./part.ts";
import { PresetsPage } from "./presets/PresetsPage.tsx";

/** Pages of the room, chosen in its bar while there is more than one. The first is shown at /models, others at /models/<id>. */
export const tabs: readonly ModelsTab[] = [
  { id: "here", label: "models.here", Page: ModelsHere },
  { id: "presets", label: "preset.tab", Page: PresetsPage },
  { id: "get", label: "hub.tab", Page: GetModels },
];
