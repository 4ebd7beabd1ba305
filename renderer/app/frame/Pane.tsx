import type { ReactNode } from "react";
import { useEffect, useRef } from "react";
import type { Drawer } from "./frame-store.ts";
import { useFrame } from "./frame-store.ts";

export interface PaneProps {
  /** Which drawer this becomes in a narrow window. */
  drawer: Drawer;
  as: "nav" | "section" | "aside";
  /** Its landmark's name. */
  label: string;
  /** The window is too narrow to dock it. */
  folded: boolean;
  className: string;
  children: ReactNode;
}

/** A region that stands docked, or in a narrow window lies over the page as a drawer, which holds the focus while it is open. */
export function Pane({ drawer, as: Region, label, folded, className, children }: PaneProps) {
  const open = useFrame((frame) => frame.drawer === drawer);
  const behind = useFrame((frame) => frame.drawer !== null && frame.drawer !== drawer);
  const ref = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!open || !folded) return;
    const region = ref.current;
    if (region !== null && !region.contains(document.activeElement)) firstFocusable(region)?.focus();
  }, [open, folded]);

  // A window that grew has no drawers.
  useEffect(() => {
    if (open && !folded) useFrame.setState({ drawer: null });
  }, [open, folded]);

  return (
    <Region
      ref={ref}
      id={drawer}
      className={`${className}${folded ? " folded" : ""}${folded && open ? " open" : ""}`}
      aria-label={label}
      data-region={drawer}
      tabIndex={-1}
      inert={behind || (folded && !open)}
    >
      {children}
    </Region>
  );
}

const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex='0']";

export function firstFocusable(region: Element): HTMLElement | null {
  const current = region.querySelector<HTMLElement>("[aria-current]:is(a, button)");
  return current ?? region.querySelector<HTMLElement>(FOCUSABLE);
}
