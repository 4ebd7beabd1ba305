import { ModelsHere } from "./library/ModelsHere.tsx";
import type { ModelsTab } from "./part.ts";

/** Pages of the room, chosen in its bar while there is more than one. The first is shown at /models, others at /models/<id>. */
export const tabs: readonly ModelsTab[] = [{ id: "here", label: "models.here", Page: ModelsHere }];
