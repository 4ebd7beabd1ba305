import { Fragment, memo, useLayoutEffect, useRef, type ReactNode } from "react";
import type { Block, Page } from "#main/documents/contract.ts";
import type { ReaderMatch } from "#main/documents/reader/contract.ts";
import type { ReadingPart } from "#renderer/app/reading.ts";
import { useText } from "#renderer/app/texts.ts";
import { usePage } from "./use-page.ts";

export interface FlowedPageProps {
  documentId: string;
  number: number;
  /** What the document calls it ("Chapter 2"), or null. */
  name: string | null;
  parts: readonly ReadingPart[];
  /** What a person has marked on this page. */
  highlights: readonly ReadingPart[];
  matches: readonly ReaderMatch[];
  match: ReaderMatch | null;
  /** Told once when the passage, or the match one has come to, stands on the page. */
  onShown: (element: HTMLElement) => void;
}

/** A page of a document that has no layout of its own: its text, with headings, items and tables, set to be read. */
export const FlowedPage = memo(function FlowedPage(props: FlowedPageProps) {
  const { documentId, number, name, parts, highlights, matches, match, onShown } = props;
  const t = useText();
  const page = usePage(documentId, number);
  const paper = useRef<HTMLDivElement>(null);
  const tell = useRef(onShown);
  useLayoutEffect(() => {
    tell.current = onShown;
  });
  const isHere = match?.page === number;
  useLayoutEffect(() => {
    if (page === null) return;
    const shown = paper.current?.querySelector<HTMLElement>(isHere ? "mark.here" : "mark.passage");
    if (shown) tell.current(shown);
  }, [page, parts, isHere, match]);
  if (page === null) return <div className="paper flowed waiting" />;
  const marks = [
    ...highlights.map(({ start, end }) => ({ start, end, kind: "highlight" })),
    ...parts.map(({ start, end }) => ({ start, end, kind: "passage" })),
    ...matches
      .filter((one) => one.page === number)
      .map((one) => ({ start: one.start, end: one.end, kind: one === match ? "match here" : "match" })),
  ];
  return (
    <div
      ref={paper}
      className="paper flowed"
      data-page={number}
      role="group"
      aria-label={name ?? t("reader.page.label", { page: number })}
    >
      {name !== null && name !== headingAbove(page) && <p className="page-name">{name}</p>}
      {page.text === "" && <p className="t2">{t("reader.problem.no-text")}</p>}
      {groups(page).map((group, at) => (
        <Group key={at} group={group} page={page} marks={marks} />
      ))}
    </div>
  );
});

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** What a page begins with, if that is a heading: sheets and chapters begin with their own name. */
function headingAbove({ text, blocks: [first] }: Page): string | null {
  return first?.kind === "heading" ? text.slice(first.start, first.end) : null;
}

/** Rows that follow one another are one table, items one list. */
function groups({ blocks }: Page): Block[][] {
  const all: Block[][] = [];
  for (const block of blocks) {
    const last = all.at(-1);
    const joins = (block.kind === "row" || block.kind === "item") && last?.[0]?.kind === block.kind;
    if (joins) last?.push(block);
    else all.push([block]);
  }
  return all;
}

function Group({ group, page, marks }: { group: readonly Block[]; page: Page; marks: readonly Mark[] }) {
  const [first] = group;
  const words = (block: Block) => marked(page.text, block.start, block.end, marks);
  if (first === undefined) return null;
  if (first.kind === "heading")
    return (
      <p className={`heading level-${String(Math.min(3, first.level))}`} data-start={first.start}>
        {words(first)}
      </p>
    );
  if (first.kind === "item")
    return (
      <ul>
        {group.map((item) => (
          <li key={item.start} data-start={item.start}>
            {words(item)}
          </li>
        ))}
      </ul>
    );
  if (first.kind !== "row")
    return (
      <p className={first.kind === "running" ? "t3" : undefined} data-start={first.start}>
        {words(first)}
      </p>
    );
  return (
    <div className="table-box" tabIndex={0} role="group">
      <table>
        <tbody>
          {group.map((row) => (
            <tr key={row.start}>
              {cellsOf(page.text, row).map(({ start, end }) => (
                <td key={start} data-start={start}>
                  {marked(page.text, start, end, marks)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A row holds its cells with tabs between them. */
function cellsOf(text: string, { start, end }: Block): { start: number; end: number }[] {
  let at = start;
  return text
    .slice(start, end)
    .split("\t")
    .map((cell) => {
      const place = { start: at, end: at + cell.length };
      at += cell.length + 1;
      return place;
    });
}

/** A stretch of the text cut where marks begin and end; where two overlap, the later one is on top. */
function marked(text: string, start: number, end: number, marks: readonly Mark[]): ReactNode {
  const own = marks.filter((mark) => mark.start < end && mark.end > start);
  if (own.length === 0) return text.slice(start, end);
  const edges = [...new Set([start, end, ...own.flatMap((mark) => [mark.start, mark.end])])]
    .filter((edge) => edge >= start && edge <= end)
    .toSorted((a, b) => a - b);
  return edges.slice(0, -1).map((from, at) => {
    const to = edges[at + 1] ?? end;
    const over = own.filter((mark) => mark.start <= from && mark.end >= to);
    const words = text.slice(from, to);
    if (over.length === 0) return <Fragment key={from}>{words}</Fragment>;
    return (
      <mark key={from} className={[...new Set(over.map(({ kind }) => kind))].join(" ")}>
        {words}
      </mark>
    );
  });
}
