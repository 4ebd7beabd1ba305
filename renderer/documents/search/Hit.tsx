import type { SearchResult } from "#main/documents/contract.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import { excerpt, highlight } from "#renderer/app/highlight.ts";
import { pageText } from "#renderer/app/page-text.ts";
import { strengthText } from "./strength.ts";

type FoundPassage = SearchResult["passages"][number];

export interface HitProps {
  result: SearchResult;
  passage: FoundPassage;
  /** Shows it on its page. */
  onOpen: () => void;
  /** In the panel: the part around the words alone. */
  isShort: boolean;
}

const SHORT_LETTERS = 170;
const MOST_COPIES = 3;

/** A passage with the words lit that were looked for, where it stands, and where nearly the same stands too. */
export function Hit({ result, passage, isShort, onOpen }: HitProps) {
  const t = useText();
  const { documents, terms } = result;
  const document = documents.find(({ id }) => id === passage.documentId);
  const page = pageText(t, document?.kind ?? null, passage.parts);
  const text = isShort ? excerpt(passage.text, terms, SHORT_LETTERS) : passage.text;
  return (
    <article className="hit" aria-label={[document?.name, page].filter(Boolean).join(", ")}>
      <p className="hd">
        <button type="button" className="open cut" onClick={onOpen}>
          {document?.name}
        </button>
        <span className="tiny n">{page}</span>
      </p>
      {passage.section !== "" && !isShort && <p className="tiny t2">{passage.section}</p>}
      <q>
        {highlight(text, terms).map((piece, at) =>
          piece.isTerm ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
        )}
      </q>
      {!isShort && (
        <p className="tiny t2">
          {strengthText(t, passage, terms)}
          {passage.copies.length > 0 && ` · ${copiesText(t, passage, documents)}`}
        </p>
      )}
    </article>
  );
}

/** "Also in Tolland Foods, Page 3; Breck, Page 1 and 2 more". */
function copiesText(t: Text, { copies }: FoundPassage, documents: SearchResult["documents"]): string {
  const places = copies.slice(0, MOST_COPIES).map((copy) => {
    const document = documents.find(({ id }) => id === copy.documentId);
    return [document?.name, pageText(t, document?.kind ?? null, copy.parts)].filter(Boolean).join(", ");
  });
  return t("documents.found.copies", { places: places.join("; "), more: copies.length - places.length });
}
