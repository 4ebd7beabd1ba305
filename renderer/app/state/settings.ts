import { useEffect } from "react";
import { create } from "zustand";
import type { HostInfo, Settings } from "#main/settings/contract.ts";
import { client } from "#renderer/rpc/client.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";

const watch = createSharedWatch<Settings, Settings>(
  (c, signal) => c.settings.watch(undefined, { signal }),
  (_old, settings) => settings,
);

/** Part of the settings; null before the first answer. */
export const useSettings = watch.use;
export const getSettings = watch.get;

/** Saves at once; every window follows. */
export async function saveSettings(change: Partial<Settings>): Promise<void> {
  await client.settings.set(change);
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
