import type { Document } from "#main/documents/contract.ts";

/** What was read of documents, in pages, and what was not. Pages of documents that were not begun or are locked are not known. */
export interface Counts {
  readonly documents: number;
  readonly bytes: number;
  /** Of the documents whose pages are known. */
  readonly pages: number;
  /** With text that can be used. */
  readonly read: number;
  readonly unreadable: number;
  /** Known, and still to be read. */
  readonly toRead: number;
  /** Documents that wait, whose pages are not known. */
  readonly notBegun: number;
  readonly locked: number;
  readonly failed: number;
  readonly away: number;
}

export function countsOf(documents: readonly Document[]): Counts {
  const counts = { documents: documents.length, bytes: 0, pages: 0, read: 0, unreadable: 0, toRead: 0 };
  const states = { notBegun: 0, locked: 0, failed: 0, away: 0 };
  for (const { state, facts, pagesRead, pagesUnreadable, sizeBytes } of documents) {
    const isOpen = state === "waiting" || state === "reading";
    // Of a mailbox it is known only at its end.
    const pages = Math.max(facts?.pages ?? 0, pagesRead);
    counts.bytes += sizeBytes;
    counts.pages += isOpen || state === "read" ? pages : pagesRead;
    counts.read += pagesRead - pagesUnreadable;
    counts.unreadable += pagesUnreadable;
    if (isOpen) counts.toRead += pages - pagesRead;
    if (isOpen && facts === null) states.notBegun += 1;
    if (state === "locked") states.locked += 1;
    if (state === "unreadable") states.failed += 1;
    if (state === "away") states.away += 1;
  }
  return { ...counts, ...states };
}
