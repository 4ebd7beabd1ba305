import type { Document } from "#main/documents/contract.ts";

/** A document that waits, with what a test wants different. */
export function documentLike(over: Partial<Document>): Document {
  return {
    id: "document",
    collectionId: "collection",
    name: "lease.pdf",
    path: "/matter/lease.pdf",
    folder: null,
    sizeBytes: 1_000,
    state: "waiting",
    problem: null,
    facts: null,
    pagesRead: 0,
    pagesUnreadable: 0,
    leftOut: [],
    addedAt: 0,
    readAt: null,
    ...over,
  };
}
