import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Document } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useNow } from "#renderer/app/use-now.ts";
import { DocumentRow } from "./DocumentRow.tsx";
import type { Sort, SortKey } from "./sort-documents.ts";
import type { DocumentActions } from "./use-document-actions.ts";
import { useReadingJob } from "./use-reading-job.ts";

export interface DocumentsTableProps {
  label: string;
  collectionId: string;
  /** In the order in which they are shown. */
  documents: readonly Document[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  actions: DocumentActions;
  /** Under the rows. */
  children: ReactNode;
}

/** From so many rows on only those in sight are in the page. */
const VIRTUAL_FROM = 100;
/** A row with two lines, as the style sheet makes it. */
const ROW_PX = 50;
const COLUMNS = 4;
const PAGE_ROWS = 10;

/** The documents as a table that is sorted by its head; ↑ and ↓ choose a row, Delete removes it. */
export function DocumentsTable(props: DocumentsTableProps) {
  const { label, collectionId, documents, sort, onSort, actions, children } = props;
  const t = useText();
  const now = useNow();
  const job = useReadingJob(collectionId);
  const box = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const isVirtual = documents.length >= VIRTUAL_FROM;
  const virtual = useVirtualizer({
    count: documents.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => documents[index]?.id ?? index,
    overscan: 8,
    enabled: isVirtual,
  });
  const items = isVirtual ? virtual.getVirtualItems() : [];
  const before = items[0]?.start ?? 0;
  const after = isVirtual ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const shown = isVirtual ? items.map(({ index }) => index) : [...documents.keys()];
  const selectedAt = documents.findIndex(({ id }) => id === selectedId);
  const tabStop = documents[Math.max(0, selectedAt)]?.id ?? null;

  // The row that a key leads to may be in the page only after the table has scrolled there.
  useEffect(() => {
    const row = box.current?.querySelector<HTMLElement>(`tr[data-document="${wanted.current ?? ""}"]`);
    if (row === null || row === undefined) return;
    row.focus({ preventScroll: isVirtual });
    wanted.current = null;
  });
  const select = (index: number) => {
    const next = documents[index];
    if (next === undefined) return;
    setSelectedId(next.id);
    wanted.current = next.id;
    if (isVirtual) virtual.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const at = Math.max(0, selectedAt);
    if (event.key === "Delete") {
      event.preventDefault();
      const document = documents[at];
      if (document === undefined) return;
      const next = documents[at + 1] ?? documents[at - 1];
      setSelectedId(next?.id ?? null);
      wanted.current = next?.id ?? null;
      actions.remove(document);
      return;
    }
    if (event.key === "Enter") {
      const document = documents[at];
      if (document !== undefined && document.pagesRead > 0) actions.open(document);
      return;
    }
    const to = target(event.key, at, documents.length);
    if (to === null) return;
    event.preventDefault();
    select(to);
  };
  const sortButton = (key: SortKey, text: string) => (
    <button
      type="button"
      className={sort.key === key ? (sort.isDown ? "sort down" : "sort up") : "sort"}
      onClick={() => {
        const isDown = sort.key === key ? !sort.isDown : key === "added" || key === "pages";
        onSort({ key, isDown });
        if (isVirtual) virtual.scrollToOffset(0);
      }}
    >
      {text}
    </button>
  );
  const sorted = (...keys: SortKey[]) =>
    keys.includes(sort.key) ? (sort.isDown ? "descending" : "ascending") : undefined;

  return (
    <div ref={box} className="scroll documents-scroll" tabIndex={0} role="region" aria-label={label}>
      <table
        className="grid documents-grid"
        aria-label={label}
        aria-rowcount={isVirtual ? documents.length + 1 : undefined}
      >
        <thead>
          <tr>
            <th scope="col" aria-sort={sorted("name", "kind")}>
              {sortButton("name", t("documents.column.name"))}
              <span aria-hidden="true">, </span>
              {sortButton("kind", t("documents.column.kind"))}
            </th>
            <th scope="col" className="end" aria-sort={sorted("pages")}>
              {sortButton("pages", t("documents.column.pages"))}
            </th>
            <th scope="col" aria-sort={sorted("added")}>
              {sortButton("added", t("documents.column.added"))}
            </th>
            <th scope="col" aria-sort={sorted("state")}>
              {sortButton("state", t("documents.column.state"))}
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          <Gap heightPx={before} />
          {shown.map((index) => {
            const document = documents[index];
            if (document === undefined) return null;
            return (
              <DocumentRow
                key={document.id}
                ref={isVirtual ? virtual.measureElement : undefined}
                index={isVirtual ? index : undefined}
                document={document}
                job={document.state === "reading" || document.state === "waiting" ? job : null}
                now={now}
                isTabStop={document.id === tabStop}
                onSelect={setSelectedId}
                actions={actions}
              />
            );
          })}
          <Gap heightPx={after} />
        </tbody>
      </table>
      {children}
    </div>
  );
}

/** Stands for the rows that are not in the page. */
function Gap({ heightPx }: { heightPx: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr aria-hidden="true" className="gap">
      <td colSpan={COLUMNS} style={{ height: heightPx }} />
    </tr>
  );
}

/** Where a key leads from the row at `at`; null for keys that move nothing. */
function target(key: string, at: number, count: number): number | null {
  const to = {
    ...{ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE_ROWS, PageUp: at - PAGE_ROWS },
    ...{ Home: 0, End: count - 1 },
  }[key];
  return to === undefined ? null : Math.min(count - 1, Math.max(0, to));
}
