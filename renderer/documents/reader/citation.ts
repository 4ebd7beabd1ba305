import type { DocumentFacts } from "#main/documents/contract.ts";

/** How a passage is cited where it is pasted. */
export type CitationStyle = "plain" | "footnote" | "oscola" | "bluebook";
export const CITATION_STYLES: readonly CitationStyle[] = ["plain", "footnote", "oscola", "bluebook"];

export interface Cited {
  readonly name: string;
  readonly facts: Pick<DocumentFacts, "title" | "author" | "date"> | null;
  /** As the document itself numbers it. */
  readonly pages: readonly string[];
}

/** A text with where it stands, in the chosen style. Without a title of its own a document goes by its file's name. */
export function citationText(style: CitationStyle, text: string, cited: Cited): string {
  const quoted = text.replace(/\s+/gu, " ").trim();
  const place = { title: titleOf(cited), pages: pagesText(cited.pages) };
  if (style === "footnote") return `“${quoted}”[^1]\n\n[^1]: ${footnote(place, cited)}`;
  if (style === "oscola") return `‘${quoted}’ (${oscola(place, cited)})`;
  if (style === "bluebook") return `“${quoted}” ${place.title}${place.pages === "" ? "" : `, at ${place.pages}`}.`;
  return `“${quoted}” (${place.title}${place.pages === "" ? "" : `, ${pageWord(cited.pages)} ${place.pages}`})`;
}

interface Where {
  readonly title: string;
  readonly pages: string;
}

function footnote({ title, pages }: Where, { facts, pages: all }: Cited): string {
  const author = facts?.author ?? "";
  const date = facts?.date ?? "";
  const head = [author, title].filter((piece) => piece !== "").join(", ");
  return `${head}${date === "" ? "" : ` (${date})`}${pages === "" ? "" : `, ${pageWord(all)} ${pages}`}.`;
}

/** Author, ‘Title’ (year) page: the Oxford standard's way with works that have no form of their own. */
function oscola({ title, pages }: Where, { facts }: Cited): string {
  const author = facts?.author ?? "";
  const year = facts?.date?.slice(0, 4) ?? "";
  const head = [author, `‘${title}’`].filter((piece) => piece !== "").join(", ");
  return [head, year === "" ? "" : `(${year})`, pages].filter((piece) => piece !== "").join(" ");
}

function titleOf({ name, facts }: Cited): string {
  const title = facts?.title?.trim() ?? "";
  return title === "" ? name.replace(/\.[A-Za-z0-9]{1,5}$/, "") : title;
}

function pagesText(pages: readonly string[]): string {
  const [first = "", last = first] = [pages[0], pages.at(-1)];
  return first === last ? first : `${first}–${last}`;
}

function pageWord(pages: readonly string[]): string {
  return pages[0] === pages.at(-1) ? "p." : "pp.";
}
