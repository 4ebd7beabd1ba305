import { firstFocusable } from "./Pane.tsx";

const ORDER = ["rail", "list", "main", "inspector", "status"];

/** Moves the focus to the next region that is on the screen, or the one before; to what was last focused in it, or its first. */
export function goToRegion(step: 1 | -1): void {
  const regions = ORDER.map((name) => document.querySelector<HTMLElement>(`[data-region="${name}"]`)).filter(
    (region) => region !== null && region.checkVisibility() && region.closest("[inert]") === null,
  ) as HTMLElement[];
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[at === -1 ? 0 : (at + step + regions.length) % regions.length];
  if (next === undefined) return;
  const last = lastFocused.get(next.dataset["region"] ?? "");
  const target = last?.isConnected && next.contains(last) ? last : (firstFocusable(next) ?? next);
  target.focus();
}

const lastFocused = new Map<string, HTMLElement>();

/** Remembers where the focus was in each region. Returns what stops it. */
export function rememberFocus(): () => void {
  const onFocus = (event: FocusEvent) => {
    if (!(event.target instanceof HTMLElement)) return;
    const region = event.target.closest<HTMLElement>("[data-region]");
    const name = region?.dataset["region"];
    if (name !== undefined && region !== event.target) lastFocused.set(name, event.target);
  };
  document.addEventListener("focusin", onFocus);
  return () => document.removeEventListener("focusin", onFocus);
}
