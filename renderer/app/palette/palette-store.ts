import { create } from "zustand";

export const usePaletteOpen = create<{ open: boolean }>(() => ({ open: false }));

export function closePalette(): void {
  usePaletteOpen.setState({ open: false });
}
