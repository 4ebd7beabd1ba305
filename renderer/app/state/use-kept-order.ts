import { useState } from "react";
import type { AdapterUse } from "#main/chat/contract.ts";
import { inKeptOrder } from "./adapter-uses.ts";

/** Adapters as they stood when they were first shown, also when some are switched on and off (see `inKeptOrder`). */
export function useKeptOrder<A extends { readonly id: string }>(
  adapters: readonly A[],
  uses: readonly AdapterUse[],
): A[] {
  const [before, setBefore] = useState<readonly string[]>([]);
  const shown = inKeptOrder(adapters, uses, before);
  const ids = shown.map(({ id }) => id);
  if (ids.join() !== before.join()) setBefore(ids);
  return shown;
}
