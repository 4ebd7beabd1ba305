import type { Text } from "#renderer/app/texts.ts";
import type { MeterPart } from "#renderer/ui/Meter.tsx";
import { formatGigabytes, formatMemory, formatTotal } from "#renderer/ui/units.ts";
import type { MemoryParts } from "./memory-parts.ts";

/** Less than this says nothing and is left out. */
const tooSmall = 0.05 * 2 ** 30;

/** The bar's parts with their words, what is free as the last, and the bar's name with its figures. */
export function memoryMeter(memory: MemoryParts, t: Text): { label: string; parts: MeterPart[] } {
  const all: [number, string, string][] = [
    [memory.othersBytes, "var(--data-0)", t("models.memory.others")],
    [memory.cloisterBytes, "var(--data-4)", t("models.memory.cloister")],
    [memory.modelBytes, "var(--data-1)", t("models.memory.model")],
    [memory.conversationBytes, "var(--data-3)", t("models.memory.conversation")],
  ];
  const parts = all
    .filter(([amount]) => amount >= tooSmall)
    .map(([amount, colour, label]) => ({ amount, colour, label, text: formatMemory(amount) }));
  parts.push({
    amount: memory.freeBytes,
    colour: "var(--sunken)",
    label: t("models.memory.free"),
    text: formatMemory(memory.freeBytes),
  });
  const used = formatGigabytes(memory.totalBytes - memory.freeBytes);
  return { label: t("models.memory.label", { used, total: formatTotal(memory.totalBytes) }), parts };
}
