const GAP_PX = 6;
const EDGE_PX = 8;

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * Where a floating box of `width` x `height` goes: under its anchor, above it where there is more room, never past the
 * window's edges. `align` says which edges meet: the ends (menus at the right of a bar), the starts, or the centres.
 */
export function place(
  anchor: Box,
  size: { width: number; height: number },
  window: { width: number; height: number },
  align: "start" | "end" | "center",
): { left: number; top: number } {
  const wanted =
    align === "start"
      ? anchor.left
      : align === "end"
        ? anchor.right - size.width
        : (anchor.left + anchor.right - size.width) / 2;
  const left = Math.max(EDGE_PX, Math.min(wanted, window.width - size.width - EDGE_PX));
  const under = anchor.bottom + GAP_PX;
  const above = anchor.top - GAP_PX - size.height;
  const fitsUnder = under + size.height <= window.height - EDGE_PX;
  const top = fitsUnder || above < EDGE_PX ? under : above;
  return { left, top: Math.max(EDGE_PX, Math.min(top, window.height - size.height - EDGE_PX)) };
}

/** Puts an open popover beside its anchor. */
export function placeBeside(floating: HTMLElement, anchor: Box, align: "start" | "end" | "center"): void {
  const { width, height } = floating.getBoundingClientRect();
  const spot = place(anchor, { width, height }, { width: innerWidth, height: innerHeight }, align);
  floating.style.left = `${spot.left}px`;
  floating.style.top = `${spot.top}px`;
}
