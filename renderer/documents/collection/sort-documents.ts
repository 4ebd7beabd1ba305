import type { Document, DocumentState } from "#main/documents/contract.ts";

export type SortKey = "name" | "kind" | "pages" | "added" | "state";
export interface Sort {
  readonly key: SortKey;
  readonly isDown: boolean;
}

/** What needs somebody first, then what goes on, then what is done. */
const ORDER: Record<DocumentState, number> = { locked: 0, unreadable: 1, away: 2, reading: 3, waiting: 4, read: 6 };
/** Numbers in names by their value: "Letter 2" before "Letter 10". */
const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The same documents in the order of a column; those that are equal in it by name. */
export function sortDocuments(documents: readonly Document[], { key, isDown }: Sort): Document[] {
  const sign = isDown ? -1 : 1;
  return [...documents].sort((a, b) => sign * compare(a, b, key) || byName.compare(a.name, b.name));
}

function compare(a: Document, b: Document, key: SortKey): number {
  switch (key) {
    case "name":
      return byName.compare(a.name, b.name);
    case "kind":
      return byName.compare(kindOf(a), kindOf(b));
    case "pages":
      return a.pagesRead - b.pagesRead;
    case "added":
      return a.addedAt - b.addedAt;
    case "state":
      return orderOf(a) - orderOf(b);
  }
}

function orderOf(document: Document): number {
  const isPartly = document.state === "read" && (document.pagesUnreadable > 0 || document.leftOut.length > 0);
  return isPartly ? 5 : ORDER[document.state];
}

/** What was found in the file, else what its name ends in. */
export function kindOf({ facts, name }: Pick<Document, "facts" | "name">): string {
  return facts?.kind ?? /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}
