import { create } from "zustand";

/** What was dropped on the window and belongs to another room, Models or Documents: it takes it from here. */
export type Dropped =
  { kind: "address"; text: string } | { kind: "file" } | { kind: "documents"; paths: readonly string[] };

export const useDropped = create<{ dropped: Dropped | null }>(() => ({ dropped: null }));

export function leaveDropped(dropped: Dropped | null): void {
  useDropped.setState({ dropped });
}
