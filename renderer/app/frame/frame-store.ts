import { create } from "zustand";

export type Drawer = "rail" | "list" | "inspector";

interface Frame {
  /** The drawer that lies over the page in a narrow window. */
  drawer: Drawer | null;
  /** What the room shown now has, and how its buttons call it. */
  list: string | null;
  inspector: string | null;
}

export const useFrame = create<Frame>(() => ({ drawer: null, list: null, inspector: null }));

/** What had the focus before a drawer opened gets it back. */
let opener: Element | null = null;

export function openDrawer(drawer: Drawer): void {
  opener = document.activeElement;
  useFrame.setState({ drawer });
}

export function closeDrawer(): void {
  if (useFrame.getState().drawer === null) return;
  useFrame.setState({ drawer: null });
  const before = opener;
  opener = null;
  // After React has taken `inert` off the page behind. What was run by the press may have moved the focus on.
  requestAnimationFrame(() => {
    const active = document.activeElement;
    if (active !== null && active !== document.body && active.closest("[inert]") === null) return;
    if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
    else focusMain();
  });
}

/** Brings the focus to the main column, unless a room has taken it there already. */
export function focusMain(): void {
  const main = document.getElementById("main");
  if (main !== null && !main.contains(document.activeElement)) main.focus();
}
