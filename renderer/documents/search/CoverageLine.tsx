import type { SearchResult } from "#main/documents/contract.ts";
import { orderText } from "#renderer/app/order-text.ts";
import { useText, type Text } from "#renderer/app/texts.ts";

/** Names that are told in one sentence; the others are counted. */
const MOST_NAMES = 3;
const NOT_WHOLLY_READ = ["unreadable", "locked", "away", "waiting", "reading"] as const;
type Documents = SearchResult["documents"];

/** What was searched, and what could not be and why. Never hidden, never rounded up. */
export function CoverageLine({ result, wordsOnly }: { result: SearchResult; wordsOnly: boolean }) {
  const t = useText();
  const { coverage, documents } = result;
  const { passages, pages, unreadable, isByMeaning, finders } = coverage;
  const withoutText = new Set(unreadable.map(({ documentId }) => documentId));
  const unread = NOT_WHOLLY_READ.flatMap((state) => {
    const those = documents.filter((document) => document.state === state);
    return those.length === 0 ? [] : [{ state, those }];
  });
  return (
    <div className="coverage tiny t2 n" role="group" aria-label={t("documents.coverage")}>
      <p>{t("documents.coverage.searched", { passages, pages, documents: coverage.documents })}</p>
      {unread.map(({ state, those }) => (
        <p key={state}>{t(`documents.coverage.${state}`, { count: those.length, names: namesOf(t, those) })}</p>
      ))}
      {unreadable.length > 0 && (
        <p>
          {t("documents.coverage.pages", {
            pages: unreadable.length,
            names: namesOf(
              t,
              documents.filter(({ id }) => withoutText.has(id)),
            ),
          })}
        </p>
      )}
      {finders.order !== null && <p>{orderText(t, finders.order)}</p>}
      {!isByMeaning && <p>{t(wordsOnly ? "documents.coverage.wordsOnly" : "documents.coverage.notByMeaning")}</p>}
    </div>
  );
}

function namesOf(t: Text, documents: Documents): string {
  const names = documents.slice(0, MOST_NAMES).map(({ name }) => name);
  return t("documents.coverage.names", { names: names.join(", "), more: documents.length - names.length });
}
