import type { DocumentKind, Passage } from "#main/documents/contract.ts";
import type { Text } from "#renderer/app/texts.ts";

/** What a document's parts are called; those that are not here are one whole. */
const PARTS: Partial<Record<DocumentKind, "page" | "slide" | "sheet" | "chapter" | "message">> = {
  pdf: "page",
  image: "page",
  pptx: "slide",
  xlsx: "sheet",
  epub: "chapter",
  mailbox: "message",
};

/** "Page 14", "Pages 14 to 15", "Slide 3"; "" where a document has no parts. */
export function pageText(t: Text, kind: DocumentKind | null, parts: Passage["parts"]): string {
  const part = kind === null ? undefined : PARTS[kind];
  const [first, last] = [parts[0]?.page, parts.at(-1)?.page];
  if (part === undefined || first === undefined || last === undefined) return "";
  return first === last ? t("documents.part", { part, first }) : t("documents.parts", { part, first, last });
}
