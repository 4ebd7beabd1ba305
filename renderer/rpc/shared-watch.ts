import { create, useStore } from "zustand";
import type { Client } from "./client.ts";
import { client, theConnection } from "./client.ts";
import { follow } from "./follow.ts";

export interface SharedWatch<State> {
  /** Part of what is known, or null before the first snapshot. */
  use<Part>(select: (state: State) => Part): Part | null;
  /** What is known now, outside components. */
  get(): State | null;
  /** Changes what is known before the app process says so itself. */
  change(change: (state: State) => State): void;
}

/** One subscription for the whole page, begun by its first reader and kept: settings, models, jobs, privacy. */
export function createSharedWatch<State, Event>(
  open: (client: Client, signal: AbortSignal) => Promise<AsyncIterable<Event>>,
  reduce: (state: State | null, event: Event) => State | null,
): SharedWatch<State> {
  const store = create<{ state: State | null }>(() => ({ state: null }));
  let begun = false;

  function begin(): void {
    if (begun) return;
    begun = true;
    void follow<Event>({
      open: (signal) => open(client, signal),
      onEvent: (event) => store.setState((held) => ({ state: reduce(held.state, event) })),
      ready: (signal) => theConnection().ready(signal),
      signal: new AbortController().signal,
    });
  }

  return {
    use(select) {
      begin();
      return useStore(store, (held) => (held.state === null ? null : select(held.state)));
    },
    get() {
      begin();
      return store.getState().state;
    },
    change(change) {
      store.setState((held) => ({ state: held.state === null ? null : change(held.state) }));
    },
  };
}
