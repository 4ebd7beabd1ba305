import type { KeyboardEventHandler, ReactNode } from "react";

export interface Column {
  label: string;
  /** Figures and buttons stand at the end. */
  end?: boolean;
  /** Left out where the window is narrow; its cells have `hide-s`. */
  wideOnly?: boolean;
  /** Said by assistive technology alone: buttons need no heading. */
  unseen?: boolean;
}

export interface HeadedTableProps {
  columns: readonly Column[];
  /** Where no heading names it. */
  label?: string;
  className?: string;
  onKeyDown?: KeyboardEventHandler<HTMLElement>;
  /** The rows. */
  children: ReactNode;
}

/** A table of this room with its head, as wide as its column and its rows at the edges. */
export function HeadedTable({ columns, label, className = "", onKeyDown, children }: HeadedTableProps) {
  return (
    <div className="tablewrap">
      <table className={`grid models-grid ${className}`.trim()} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" className={classOf(column)}>
                {column.unseen ? <span className="sr">{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>{children}</tbody>
      </table>
    </div>
  );
}

function classOf({ end = false, wideOnly = false }: Column): string | undefined {
  return [end && "end", wideOnly && "hide-s"].filter(Boolean).join(" ") || undefined;
}
