import { toggleColumn, useColumns } from "./columns.ts";
import { openDrawer } from "./frame-store.ts";
import { INSPECTOR_FOLDS_UNDER_PX, useNarrowerThan } from "./use-width.ts";

/** Shows what is beside the page, as a column or over it, when it is not shown. */
export function useShowInspector(): () => void {
  const folded = useNarrowerThan(INSPECTOR_FOLDS_UNDER_PX);
  const { inspectorOpen } = useColumns();
  return () => {
    if (folded) openDrawer("inspector");
    else if (!inspectorOpen) void toggleColumn("inspector");
  };
}
