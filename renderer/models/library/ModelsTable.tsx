import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { EngineState, Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { sortModels, type SortKey } from "./sort-models.ts";
import { ModelTableRow } from "./ModelTableRow.tsx";

export interface ModelsTableProps {
  models: readonly Model[];
  engines: readonly EngineState[];
  selectedId: string | null;
  onSelect: (modelId: string) => void;
  onUse: (modelId: string) => void;
  onLocate: (model: Model) => void;
}

/** From so many rows on only those in sight are in the page, and the table scrolls by itself. */
const virtualFrom = 100;
/** A row with two lines, as the style sheet makes it. */
const rowPx = 51;
const columns = 6;

/** The models as a table that is sorted by its head; ↑ and ↓ choose a row, Enter begins a chat with it. */
export function ModelsTable({ models, engines, selectedId, onSelect, onUse, onLocate }: ModelsTableProps) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const [sort, setSort] = useState<{ key: SortKey; down: boolean }>({ key: "name", down: false });
  const sorted = useMemo(() => sortModels(models, sort.key, sort.down), [models, sort]);
  const isVirtual = sorted.length >= virtualFrom;
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => sorted[index]?.id ?? index,
    overscan: 8,
    enabled: isVirtual,
  });
  const items = isVirtual ? virtual.getVirtualItems() : [];
  const before = items[0]?.start ?? 0;
  const after = isVirtual ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const shown = isVirtual ? items.map(({ index }) => index) : [...sorted.keys()];

  const head = (key: SortKey, label: string, className?: string) => (
    <th
      scope="col"
      className={className}
      aria-sort={sort.key === key ? (sort.down ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className="sort"
        onClick={() => {
          setSort({ key, down: sort.key === key ? !sort.down : key !== "name" && key !== "keptIn" });
          if (isVirtual) virtual.scrollToOffset(0);
        }}
      >
        {label}
      </button>
    </th>
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const inButton = event.target instanceof Element && event.target.closest("td:last-child") !== null;
    const at = sorted.findIndex((model) => model.id === selectedId);
    const to = target(event.key, at, sorted.length);
    if (to === null) {
      if (event.key === "Enter" && !inButton && selectedId !== null && event.target instanceof HTMLTableRowElement)
        onUse(selectedId);
      return;
    }
    event.preventDefault();
    const next = sorted[to];
    if (next === undefined) return;
    onSelect(next.id);
    wanted.current = next.id;
    if (isVirtual) virtual.scrollToIndex(to);
  };
  // The row that a key leads to may be in the page only after the table has scrolled there.
  useEffect(() => {
    const row = box.current?.querySelector<HTMLElement>(`tr[data-model="${wanted.current ?? ""}"]`);
    if (row === null || row === undefined) return;
    row.focus({ preventScroll: isVirtual });
    wanted.current = null;
  });
  return (
    <section aria-labelledby="models-here">
      <h2 id="models-here" className="sr">
        {t("models.here")}
      </h2>
      <div
        ref={box}
        className={isVirtual ? "tablewrap long" : "tablewrap"}
        {...(isVirtual ? { tabIndex: 0, role: "region", "aria-labelledby": "models-here" } : {})}
      >
        <table className="grid models-grid" aria-rowcount={isVirtual ? sorted.length + 1 : undefined}>
          <thead>
            <tr>
              {head("name", t("models.column.model"))}
              {head("size", t("models.column.size"), "end")}
              {head("fit", t("models.column.fit"))}
              {head("speed", t("models.column.speed"))}
              {head("keptIn", t("models.column.keptIn"), "hide-s")}
              <th scope="col">
                <span className="sr">{t("models.column.action")}</span>
              </th>
            </tr>
          </thead>
          <tbody onKeyDown={onKeyDown}>
            <Gap heightPx={before} />
            {shown.map((index) => {
              const model = sorted[index];
              if (model === undefined) return null;
              return (
                <ModelTableRow
                  key={model.id}
                  ref={isVirtual ? virtual.measureElement : undefined}
                  index={isVirtual ? index : undefined}
                  model={model}
                  engine={engines.find((engine) => engine.modelId === model.id) ?? null}
                  isSelected={model.id === selectedId}
                  onSelect={onSelect}
                  onUse={onUse}
                  onLocate={onLocate}
                />
              );
            })}
            <Gap heightPx={after} />
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Stands for the rows that are not in the page. */
function Gap({ heightPx }: { heightPx: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr aria-hidden="true" className="gap">
      <td colSpan={columns} style={{ height: heightPx }} />
    </tr>
  );
}

const page = 10;

/** Where a key leads from the row at `at`; null for keys that move nothing. */
function target(key: string, at: number, count: number): number | null {
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 }[
    key
  ];
  return to === undefined ? null : Math.min(count - 1, Math.max(0, to));
}
