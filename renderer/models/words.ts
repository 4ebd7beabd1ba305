import type { Model, ModelsView } from "#main/models/contract.ts";
import type { Text } from "#renderer/app/texts.ts";
import { formatGigabytes, formatMemory, formatTotal, wordsPerSecond } from "#renderer/ui/units.ts";
import { spareBytes } from "./fit/memory-parts.ts";

type MemoryView = Pick<ModelsView, "machine" | "engines">;

/** "3.1 GB to spare", "needs 16.4 GB, 9.7 GB can be had", or nothing where it is not known. */
export function fitText(model: Model, view: MemoryView, t: Text): string | null {
  const { state, neededBytes, freeBytes } = model.fit;
  if (state === "unknown") return null;
  if (state === "too-large")
    return t("models.fit.needs", { needed: formatMemory(neededBytes), free: formatMemory(freeBytes) });
  return t("models.fit.spare", { spare: formatMemory(spareBytes(view, model)) });
}

/** "11 words a second here" where it was measured, else "about 11 words a second" where this computer was. */
export function speedText(model: Model, t: Text): string | null {
  const { tokensPerSecond, estimatedTokensPerSecond } = model;
  if (tokensPerSecond !== null) return t("models.speed.here", { words: wordsPerSecond(tokensPerSecond) });
  return estimatedTokensPerSecond === null
    ? null
    : t("models.speed.estimated", { words: wordsPerSecond(estimatedTokensPerSecond) });
}

/** "Q4_K_M · 3.1 GB to spare · 11 words a second here". */
export function modelLine(model: Model, view: MemoryView, t: Text): string {
  return [model.quantisation, fitText(model, view, t), speedText(model, t)].filter(Boolean).join(" · ");
}

/** "12.9 of 16 GB". */
export function ofTotal(used: number, total: number, t: Text): string {
  return t("models.ofTotal", { used: formatGigabytes(used), total: formatTotal(total) });
}
