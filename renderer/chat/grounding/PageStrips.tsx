import type { CSSProperties } from "react";
import type { Grounding } from "#main/chat/grounding/contract.ts";
import type { PageMap } from "#main/documents/grounding/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { usedNumbers } from "./chosen.ts";
import "./page-strips.css";

/** More of them say less than the list of passages below. */
const MOST_STRIPS = 4;

/** Of each document that the answer rests on: its pages in a row, with those that were used and those that could not be read. */
export function PageStrips({ grounding }: { grounding: Grounding }) {
  const used = usedNumbers(grounding);
  const pagesOf = (documentId: string) =>
    grounding.passages
      .filter((passage) => passage.documentId === documentId && used.has(passage.number))
      .flatMap(({ parts }) => parts.map(({ page }) => page));
  const strips = (grounding.coverage.pageMaps ?? [])
    .filter(({ pages }) => pages > 1)
    .map((map) => ({ map, used: pagesOf(map.documentId) }))
    .filter((strip) => strip.used.length > 0 || strip.map.unreadable.length > 0 || strip.map.read < strip.map.pages)
    .slice(0, MOST_STRIPS);
  if (strips.length === 0) return null;
  return (
    <ul className="page-strips">
      {strips.map((strip) => (
        <li key={strip.map.documentId}>
          {strips.length > 1 && <span className="tiny cut">{strip.map.name}</span>}
          <Strip {...strip} />
        </li>
      ))}
    </ul>
  );
}

function Strip({ map, used }: { map: PageMap; used: readonly number[] }) {
  const t = useText();
  const { name, pages, read, unreadable } = map;
  const usedPages = [...new Set(used)].toSorted((a, b) => a - b);
  const label = t("grounding.pages", {
    ...{ name, pages, unread: pages - read },
    used: usedPages.join(", ") || "none",
    unreadable: unreadable.map(stretchText).join(", ") || "none",
  });
  const at = (first: number, last = first): CSSProperties => ({
    insetInlineStart: `${String(((first - 1) / pages) * 100)}%`,
    inlineSize: `${String(((last - first + 1) / pages) * 100)}%`,
  });
  return (
    <span className="page-strip" role="img" aria-label={label} title={label}>
      <span className="read" style={{ inlineSize: `${String((read / pages) * 100)}%` }} />
      {unreadable.map(([first, last]) => (
        <span key={first} className="not" style={at(first, last)} />
      ))}
      {usedPages.map((page) => (
        <span key={page} className="used" style={at(page)} />
      ))}
    </span>
  );
}

/** "3", or "3–7". */
function stretchText([first, last]: PageMap["unreadable"][number]): string {
  return first === last ? String(first) : `${String(first)}–${String(last)}`;
}
