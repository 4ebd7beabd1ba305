import type { KeyboardEvent, PointerEvent } from "react";
import { useText } from "../texts.ts";
import { columnRules, dragColumn, keepColumn, useColumns } from "./columns.ts";
import type { Column } from "./columns.ts";

const STEP_PX = 16;

/** The edge of a column: dragged, or moved with the arrow keys; a double click brings the usual width back. */
export function Resizer({ column }: { column: Column }) {
  const t = useText();
  const columns = useColumns();
  const width = column === "list" ? columns.listPx : columns.inspectorPx;
  const { min, max, usual } = columnRules[column];

  /** How much a move to the right widens the column: the list grows with it, the panel at the other side shrinks. */
  const sign = (element: Element) => {
    const rightToLeft = getComputedStyle(element).direction === "rtl";
    return (column === "list") === rightToLeft ? -1 : 1;
  };

  const onPointerDown = (down: PointerEvent<HTMLDivElement>) => {
    if (down.button !== 0) return;
    down.preventDefault();
    const handle = down.currentTarget;
    const way = sign(handle);
    handle.setPointerCapture(down.pointerId);
    let px = width;
    const move = (event: globalThis.PointerEvent) => {
      px = width + way * (event.clientX - down.clientX);
      dragColumn(column, px);
    };
    const up = () => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", up);
      handle.removeEventListener("pointercancel", up);
      if (px !== width) void keepColumn(column, px);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", up);
    handle.addEventListener("pointercancel", up);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const way = sign(event.currentTarget);
    const next = { ArrowRight: width + way * STEP_PX, ArrowLeft: width - way * STEP_PX, Home: min, End: max }[
      event.key
    ];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void keepColumn(column, next);
  };

  return (
    <div
      className={`resizer of-${column}`}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t(column === "list" ? "app.listWidth" : "app.inspectorWidth")}
      aria-controls={column}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => void keepColumn(column, usual)}
    />
  );
}
