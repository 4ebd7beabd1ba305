import { create } from "zustand";
import { getSettings, saveSettings, useSettings } from "../state/settings.ts";

export type Column = "list" | "inspector";

interface ColumnRule {
  min: number;
  max: number;
  usual: number;
}

/** Widths in px, as in the contract of the settings. */
export const columnRules: Record<Column, ColumnRule> = {
  list: { min: 200, max: 360, usual: 248 },
  inspector: { min: 280, max: 480, usual: 320 },
};

/** While a column is dragged: its width on the way, not yet saved. */
const useDragged = create<Partial<Record<Column, number>>>(() => ({}));

const usual = {
  listPx: columnRules.list.usual,
  inspectorPx: columnRules.inspector.usual,
  listOpen: true,
  inspectorOpen: true,
};

/** Widths and whether the docked columns are shown; the usual ones before the settings are known. */
export function useColumns(): typeof usual {
  const saved = useSettings((settings) => settings.columns) ?? usual;
  const dragged = useDragged();
  return { ...saved, listPx: dragged.list ?? saved.listPx, inspectorPx: dragged.inspector ?? saved.inspectorPx };
}

export function dragColumn(column: Column, px: number): void {
  useDragged.setState({ [column]: clamp(column, px) });
}

/** Keeps a width, and lets go of the drag once it is saved. */
export async function keepColumn(column: Column, px: number): Promise<void> {
  const width = clamp(column, px);
  dragColumn(column, width);
  await save({ [column === "list" ? "listPx" : "inspectorPx"]: width });
  useDragged.setState({ [column]: undefined });
}

export function toggleColumn(column: Column): Promise<void> {
  const columns = getSettings()?.columns ?? usual;
  return save(column === "list" ? { listOpen: !columns.listOpen } : { inspectorOpen: !columns.inspectorOpen });
}

export function clamp(column: Column, px: number): number {
  const { min, max } = columnRules[column];
  return Math.round(Math.min(max, Math.max(min, px)));
}

function save(change: Partial<typeof usual>): Promise<void> {
  return saveSettings({ columns: { ...(getSettings()?.columns ?? usual), ...change } });
}
