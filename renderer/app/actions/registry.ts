import { useEffect, useEffectEvent } from "react";
import { create } from "zustand";
import type { IconName } from "#renderer/ui/Icon.tsx";

export interface Action {
  /** An id of the key map ("new", "stop") gets that shortcut; any other id is free ("chat.export"). */
  id: string;
  /** A verb, or verb and object, as the palette shows it. */
  label: string;
  /** A second word beside it in the palette. */
  sub?: string | undefined;
  icon?: IconName | undefined;
  /** Not in the palette: what only makes sense as a key (next in the list). */
  keyOnly?: boolean | undefined;
  run: () => void;
}

/** The last of each id counts: a room's own "stop" comes before the shell's. */
export const useActions = create<{ actions: readonly Action[] }>(() => ({ actions: [] }));

/** Offers an action while the component is shown: its key works, and the palette lists it. `null`: not now. */
export function useAction(action: Action | null): void {
  const run = useEffectEvent(() => action?.run());
  const { id, label, sub, icon, keyOnly } = action ?? { id: null, label: "" };

  useEffect(() => {
    if (id === null) return;
    const registered: Action = { id, label, sub, icon, keyOnly, run: () => run() };
    useActions.setState((state) => ({ actions: [...state.actions, registered] }));
    return () => useActions.setState((state) => ({ actions: state.actions.filter((one) => one !== registered) }));
  }, [id, label, sub, icon, keyOnly]);
}

/** The action of this id that counts now. */
export function actionOf(id: string): Action | undefined {
  return useActions.getState().actions.findLast((action) => action.id === id);
}
