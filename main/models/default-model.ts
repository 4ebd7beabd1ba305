import type { ModelRecord } from "./store.ts";

/** The model that is meant when none is named: the one in the settings, else the last used, else one that can chat. */
export function defaultModel(records: readonly ModelRecord[], preferredId: string | null): ModelRecord | null {
  const usable = records.filter(({ facts, problem }) => problem === null && isForText(facts.kind));
  const preferred = usable.find((record) => record.id === preferredId);
  if (preferred !== undefined) return preferred;
  const byUse = usable.toSorted(
    (a, b) =>
      (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0) ||
      Number(b.facts.kind === "chat") - Number(a.facts.kind === "chat") ||
      b.addedAt - a.addedAt,
  );
  return byUse[0] ?? null;
}

function isForText(kind: ModelRecord["facts"]["kind"]): boolean {
  return kind === "chat" || kind === "base";
}
