import { create } from "zustand";

/** Which chats somebody wants to take away; their titles are for the dialog alone. */
export type WantedExport =
  { kind: "all" } | { kind: "chats"; chats: readonly { readonly id: string; readonly title: string }[] };

export const useWantedExport = create<{ wanted: WantedExport | null }>(() => ({ wanted: null }));

/** Opens the dialog that asks for the format and the folder; null closes it. */
export function askExport(wanted: WantedExport | null): void {
  useWantedExport.setState({ wanted });
}
