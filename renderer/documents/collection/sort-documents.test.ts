import { expect, it } from "vitest";
import { documentLike } from "../testing/document-like.ts";
import { kindsOf, matchDocuments, NO_FILTERS } from "./match-documents.ts";
import { sortDocuments } from "./sort-documents.ts";

const facts = (kind: "docx" | "pdf") => ({ kind, title: null, author: null, date: null, pages: 1 });
const letter2 = documentLike({ id: "2", name: "Letter 2.pdf", state: "read", facts: facts("docx"), addedAt: 3 });
const letter10 = documentLike({ id: "10", name: "letter 10.pdf", state: "locked", addedAt: 1 });
const annex = documentLike({
  ...{ id: "annex", name: "Annex.pdf", state: "read", pagesRead: 4, pagesUnreadable: 1, addedAt: 2 },
  facts: facts("pdf"),
});
const all = [letter2, letter10, annex];
const ids = (documents: readonly { id: string }[]) => documents.map(({ id }) => id);

it("sorts by name with numbers by their value, by kind, pages and day, either way", () => {
  expect(ids(sortDocuments(all, { key: "name", isDown: false }))).toEqual(["annex", "2", "10"]);
  expect(ids(sortDocuments(all, { key: "kind", isDown: false }))).toEqual(["2", "annex", "10"]);
  expect(ids(sortDocuments(all, { key: "pages", isDown: true }))).toEqual(["annex", "2", "10"]);
  expect(ids(sortDocuments(all, { key: "added", isDown: true }))).toEqual(["2", "annex", "10"]);
});

it("sorts by state with what needs somebody first", () => {
  expect(ids(sortDocuments(all, { key: "state", isDown: false }))).toEqual(["10", "annex", "2"]);
});

it("finds by all words of a name, by state and by what a file is, not what it is called", () => {
  expect(ids(matchDocuments(all, { ...NO_FILTERS, name: "10 LETTER" }))).toEqual(["10"]);
  expect(ids(matchDocuments(all, { ...NO_FILTERS, state: "problem" }))).toEqual(["10", "annex"]);
  expect(ids(matchDocuments(all, { ...NO_FILTERS, state: "read" }))).toEqual(["2"]);
  expect(ids(matchDocuments(all, { ...NO_FILTERS, kind: "pdf" }))).toEqual(["10", "annex"]);
  expect(kindsOf(all)).toEqual(["docx", "pdf"]);
});
