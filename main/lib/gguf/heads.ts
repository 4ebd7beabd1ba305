import type { GgufHeader } from "./read.ts";

/** Attention heads of each layer: of the queries, and of the keys; null where the file does not say. */
export interface HeadCounts {
  readonly heads: readonly number[] | null;
  readonly keyHeads: readonly number[] | null;
}

/** More layers than any model has; a header may claim billions. */
const MAX_LAYERS = 4_096;

export function headCounts(header: Pick<GgufHeader, "metadata">): HeadCounts {
  const architecture = String(header.metadata.get("general.architecture") ?? "");
  const layers = header.metadata.get(`${architecture}.block_count`);
  const count = isCount(layers) ? Math.min(layers, MAX_LAYERS) : 0;
  /** One value for every layer: the same for all, or a list with one each. */
  const perLayer = (key: string): number[] | null => {
    const value = header.metadata.get(`${architecture}.${key}`);
    if (isCount(value)) return Array.from({ length: count }, () => value);
    return Array.isArray(value) && value.every(isCount) ? value : null;
  };
  const heads = perLayer("attention.head_count");
  return { heads, keyHeads: perLayer("attention.head_count_kv") ?? heads };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
