import type { QuantisePlan } from "#main/models/quantise/contract.ts";
import type { TextKey } from "#renderer/app/texts.ts";
import { formatBytes } from "#renderer/ui/units.ts";

/** Where two sizes stand side by side a tenth of a gigabyte is too coarse: "253 MB", "4.9 GB". */
export function sizeText(bytes: number): string {
  return bytes < 999.5e6 && bytes >= 1e8 ? `${String(Math.round(bytes / 1e6))}\u00a0MB` : formatBytes(bytes);
}

/** A copy that saves less than this is not worth what rounding costs. */
const worthwhilePart = 0.15;

/** What is said of a copy's size: of small models and of those that are rounded already most parts cannot be rounded further. */
export function planKey({ bytes, sourceBytes }: Pick<QuantisePlan, "bytes" | "sourceBytes">): TextKey {
  if (bytes >= sourceBytes) return "quantise.plan.larger";
  return bytes > sourceBytes * (1 - worthwhilePart) ? "quantise.plan.hardly" : "quantise.plan";
}
