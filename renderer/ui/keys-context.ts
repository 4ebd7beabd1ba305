import { createContext, useContext } from "react";

/** What the shell tells the components about shortcuts: the caps of an action's keys ("Ctrl", "K"), or null without any. */
export interface KeyCaps {
  caps(actionId: string): readonly string[] | null;
}

export const KeyCapsContext = createContext<KeyCaps>({ caps: () => null });

/** The caps of one action, for a tooltip or a menu row; null when it has no key. */
export function useKeyCaps(actionId: string | undefined): readonly string[] | null {
  const keys = useContext(KeyCapsContext);
  return actionId === undefined ? null : keys.caps(actionId);
}
