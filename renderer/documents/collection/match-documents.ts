import type { Document } from "#main/documents/contract.ts";
import { kindOf } from "./sort-documents.ts";

export type StateFilter = "all" | "read" | "waiting" | "problem";
export interface Filters {
  readonly name: string;
  readonly state: StateFilter;
  /** null: all. */
  readonly kind: string | null;
}

export const NO_FILTERS: Filters = { name: "", state: "all", kind: null };

/** Those that all filters let through; every word of the name's must be somewhere in it. */
export function matchDocuments(documents: readonly Document[], { name, state, kind }: Filters): Document[] {
  const words = name.toLowerCase().split(/\s+/).filter(Boolean);
  return documents.filter((document) => {
    if (state !== "all" && groupOf(document) !== state) return false;
    if (kind !== null && kindOf(document) !== kind) return false;
    const own = document.name.toLowerCase();
    return words.every((word) => own.includes(word));
  });
}

/** Whether somebody has to do something, or just to wait. */
function groupOf({ state, pagesUnreadable, leftOut }: Document): StateFilter {
  if (state === "waiting" || state === "reading") return "waiting";
  if (state !== "read" || pagesUnreadable > 0 || leftOut.length > 0) return "problem";
  return "read";
}

/** All kinds among them, each once. */
export function kindsOf(documents: readonly Document[]): string[] {
  return [...new Set(documents.map(kindOf))].filter((kind) => kind !== "").sort();
}
