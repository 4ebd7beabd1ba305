import { create } from "zustand";

/** Files that were dropped on the window: their paths, or only their names where a browser does not tell more. */
export type DroppedFiles = { paths: readonly string[] } | { names: readonly string[] };
type Taker = (dropped: DroppedFiles) => void;

const useTakers = create<{ takers: readonly Taker[] }>(() => ({ takers: [] }));

/** While the page is shown that says so, dropped documents are its. The last one that asked gets them. Returns how to stop. */
export function takeDrops(taker: Taker): () => void {
  useTakers.setState(({ takers }) => ({ takers: [...takers, taker] }));
  return () => useTakers.setState(({ takers }) => ({ takers: takers.filter((one) => one !== taker) }));
}

/** Whoever takes documents now; null: nobody does. */
export function currentTaker(): Taker | null {
  return useTakers.getState().takers.at(-1) ?? null;
}
