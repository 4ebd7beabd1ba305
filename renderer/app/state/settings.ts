import { useEffect } from "react";
import { create } from "zustand";
import type { HostInfo, Settings } from "#main/settings/contract.ts";
import { client } from "#renderer/rpc/client.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";
import { createPendingChanges } from "./pending-changes.ts";

const pending = createPendingChanges<Settings>();
const watch = createSharedWatch<Settings, Settings>(
  (c, signal) => c.settings.watch(undefined, { signal }),
  (_old, settings) => pending.over(settings),
);

/** Part of the settings; null before the first answer. */
export const useSettings = watch.use;
export const getSettings = watch.get;

/** Counts here at once; saved when it resolves, and then every window follows. */
export async function saveSettings(change: Partial<Settings>): Promise<void> {
  const settle = pending.add(change);
  watch.change((settings) => pending.over(settings));
  try {
    const saved = await client.settings.set(change);
    settle();
    watch.change(() => pending.over(saved));
  } catch (error) {
    settle();
    const kept = await client.settings.get().catch(() => null);
    if (kept !== null) watch.change(() => pending.over(kept));
    throw error;
  }
}

const useHostStore = create<{ host: HostInfo | null }>(() => ({ host: null }));
let asked = false;

/** What this computer and window can do; null before the answer. */
export function useHost(): HostInfo | null {
  useEffect(() => {
    if (asked) return;
    asked = true;
    client.settings.host().then(
      (host) => useHostStore.setState({ host }),
      // Asked again by the next page that needs it.
      () => (asked = false),
    );
  }, []);
  return useHostStore((state) => state.host);
}
