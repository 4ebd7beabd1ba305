import { useSyncExternalStore } from "react";

/** Where the shell folds, in CSS pixels; the same figures stand in the style sheets. */
export const INSPECTOR_FOLDS_UNDER_PX = 1_100;
export const LIST_FOLDS_UNDER_PX = 960;
export const RAIL_FOLDS_UNDER_PX = 680;

/** Whether the window is narrower than this. */
export function useNarrowerThan(px: number): boolean {
  const query = `(max-width: ${px - 1}px)`;
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}
