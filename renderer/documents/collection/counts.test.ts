import { expect, it } from "vitest";
import type { DocumentFacts } from "#main/documents/contract.ts";
import { documentLike } from "../testing/document-like.ts";
import { countsOf } from "./counts.ts";

const facts = (pages: number | null): DocumentFacts => ({ kind: "pdf", title: null, author: null, date: null, pages });

it("counts pages that were read, wait and hold no text, and names apart what is not known", () => {
  const counts = countsOf([
    documentLike({ state: "read", facts: facts(52), pagesRead: 52, pagesUnreadable: 4 }),
    documentLike({ state: "reading", facts: facts(40), pagesRead: 12 }),
    documentLike({ state: "waiting" }),
    documentLike({ state: "locked" }),
    documentLike({ state: "unreadable", facts: facts(9), pagesRead: 2 }),
    documentLike({ state: "away", facts: facts(3), pagesRead: 3 }),
  ]);
  expect(counts).toEqual({
    ...{ documents: 6, bytes: 6_000, pages: 97, read: 65, unreadable: 4, toRead: 28 },
    ...{ notBegun: 1, locked: 1, failed: 1, away: 1 },
  });
});

it("counts no fewer pages than were read where a document does not say how many it has", () => {
  expect(countsOf([documentLike({ state: "reading", facts: facts(null), pagesRead: 7 })])).toMatchObject({
    pages: 7,
    toRead: 0,
  });
});
