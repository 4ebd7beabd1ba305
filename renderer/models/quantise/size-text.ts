import { formatBytes } from "#renderer/ui/units.ts";

/** Where two sizes stand side by side a tenth of a gigabyte is too coarse: "253 MB", "4.9 GB". */
export function sizeText(bytes: number): string {
  return bytes < 999.5e6 && bytes >= 1e8 ? `${String(Math.round(bytes / 1e6))}\u00a0MB` : formatBytes(bytes);
}
