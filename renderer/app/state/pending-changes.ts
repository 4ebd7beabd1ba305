/** Changes that were asked for and are not confirmed yet; they lie over what is known, so that nothing jumps back in between. */
export interface PendingChanges<State> {
  /** Asks for a change; the returned function is called when it was saved or has failed. */
  add(change: Partial<State>): () => void;
  over(state: State): State;
}

export function createPendingChanges<State extends object>(): PendingChanges<State> {
  /** Of each key the latest change counts, and which request it belongs to. */
  const latest = new Map<keyof State, { value: State[keyof State]; request: symbol }>();
  return {
    add(change) {
      const request = Symbol("change");
      for (const key of Object.keys(change) as (keyof State)[]) {
        latest.set(key, { value: change[key] as State[keyof State], request });
      }
      return () => {
        for (const [key, entry] of latest) if (entry.request === request) latest.delete(key);
      };
    },
    over(state) {
      if (latest.size === 0) return state;
      const changed = [...latest].map(([key, entry]) => [key, entry.value] as const);
      return { ...state, ...(Object.fromEntries(changed) as Partial<State>) };
    },
  };
}
