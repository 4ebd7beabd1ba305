import { expect, it } from "vitest";
import { type Cited, citationText } from "./citation.ts";

const lease: Cited = {
  name: "lease.pdf",
  facts: { title: "Lease of Harbour Street", author: "A. Okafor", date: "2024-06-04" },
  pages: ["14", "15"],
};

it.each([
  ["plain", "“The rent is due.” (Lease of Harbour Street, pp. 14–15)"],
  ["footnote", "“The rent is due.”[^1]\n\n[^1]: A. Okafor, Lease of Harbour Street (2024-06-04), pp. 14–15."],
  ["oscola", "‘The rent is due.’ (A. Okafor, ‘Lease of Harbour Street’ (2024) 14–15)"],
  ["bluebook", "“The rent is due.” Lease of Harbour Street, at 14–15."],
] as const)("%s", (style, text) => {
  expect(citationText(style, "The rent\n is due.", lease)).toBe(text);
});

it("a document without a title goes by its file's name, one without pages has none", () => {
  expect(citationText("plain", "Yes", { name: "Notes.md", facts: null, pages: [] })).toBe("“Yes” (Notes)");
});
