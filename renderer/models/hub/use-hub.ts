import type { HubState } from "#main/models/hub/contract.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";

const watch = createSharedWatch<HubState, HubState>(
  (c, signal) => c.models.hub.watch(undefined, { signal }),
  (_old, state) => state,
);

/** Part of what is known of the hub without asking it; null before the first answer. */
export const useHub = watch.use;

/** What can be downloaded, from the catalogue or from a repository. */
export interface Offer {
  name: string;
  repository: string;
  file: string | null;
  quantisation: string | null;
  sizeBytes: number;
  licence: HubState["catalogue"][number]["licence"];
  isAccepted: boolean;
}

/** "Qwen3-8B-GGUF" as one says it. */
export function nameOf(repository: string): string {
  const name = repository.split("/")[1] ?? repository;
  return name.replace(/[-_.]gguf$/i, "").replaceAll("-", " ");
}
