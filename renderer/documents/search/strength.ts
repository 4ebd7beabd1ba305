import type { SearchResult } from "#main/documents/contract.ts";
import type { Text } from "#renderer/app/texts.ts";
import { termsIn } from "#renderer/app/highlight.ts";

type FoundPassage = SearchResult["passages"][number];

/** Cosines of the shipped model's vectors: of a question with a passage that answers it, and with one of the same matter. */
const CLOSE = 0.55;
const RELATED = 0.35;

/** How a passage was found, in words: which of those looked for it has, and how near its meaning is. */
export function strengthText(t: Text, { text, section, similarity }: FoundPassage, terms: readonly string[]): string {
  const found = termsIn(`${section} ${text}`, terms);
  const words =
    found === terms.length
      ? t("documents.found.allWords", { count: found })
      : t("documents.found.someWords", { found, all: terms.length });
  if (similarity === null) return words;
  if (similarity >= CLOSE) return `${words} · ${t("documents.found.close")}`;
  return `${words} · ${t(similarity >= RELATED ? "documents.found.related" : "documents.found.distant")}`;
}
