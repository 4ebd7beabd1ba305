import type { Shelf } from "#main/models/adapters/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useWatch } from "#renderer/rpc/use-watch.ts";

/** The adapters on this computer as this model sees them; null before the first look at them is done. */
export function useAdapterShelf(modelId: string | null): Shelf | null {
  const client = useClient();
  const { state } = useWatch<Shelf | null, Shelf>(
    modelId ?? "",
    (signal) => client.models.adapters.watch({ modelId }, { signal }),
    (_old, shelf) => shelf,
    null,
  );
  return state;
}
