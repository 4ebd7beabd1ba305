import { undoLast } from "#renderer/ui/toasts.ts";
import { useAction } from "./actions/registry.ts";
import { toggleColumn } from "./frame/columns.ts";
import { closeDrawer, openDrawer, useFrame } from "./frame/frame-store.ts";
import { goToRegion } from "./frame/regions.ts";
import { INSPECTOR_FOLDS_UNDER_PX, LIST_FOLDS_UNDER_PX, useNarrowerThan } from "./frame/use-width.ts";
import { useGoTo } from "./use-go-to.ts";
import { usePaletteOpen } from "./palette/palette-store.ts";
import { useText } from "./texts.ts";

/** What works everywhere. Rooms register their own; of two with one id the room's counts. */
export function ShellActions() {
  const t = useText();
  const goTo = useGoTo();
  const { drawer, list, inspector } = useFrame();
  const listFolds = useNarrowerThan(LIST_FOLDS_UNDER_PX);
  const inspectorFolds = useNarrowerThan(INSPECTOR_FOLDS_UNDER_PX);

  useAction({
    id: "palette",
    label: t("keys.palette"),
    keyOnly: true,
    run: () => usePaletteOpen.setState((palette) => ({ open: !palette.open })),
  });
  useAction({ id: "new", label: t("app.newChat"), icon: "plus", run: () => goTo("/chat") });
  useAction({ id: "go-chat", label: t("app.chat"), keyOnly: true, run: () => goTo("/chat") });
  useAction({ id: "go-documents", label: t("app.documents"), keyOnly: true, run: () => goTo("/documents") });
  useAction({
    id: "search-all",
    label: t("keys.searchAll"),
    icon: "search",
    run: () => goTo("/documents/search"),
  });
  useAction({ id: "go-training", label: t("app.training"), keyOnly: true, run: () => goTo("/training") });
  useAction({ id: "go-models", label: t("app.models"), keyOnly: true, run: () => goTo("/models") });
  useAction({ id: "go-settings", label: t("app.settings"), keyOnly: true, run: () => goTo("/settings") });
  useAction({ id: "all-keys", label: t("keys.allKeys"), icon: "keyboard", run: () => goTo("/settings/keys") });
  useAction({ id: "undo", label: t("ui.undo"), keyOnly: true, run: undoLast });
  useAction({ id: "next-region", label: t("keys.nextRegion"), keyOnly: true, run: () => goToRegion(1) });
  useAction({ id: "previous-region", label: t("keys.previousRegion"), keyOnly: true, run: () => goToRegion(-1) });

  const toggleList = () => (listFolds ? toggleDrawer("list") : void toggleColumn("list"));
  const toggleInspector = () => (inspectorFolds ? toggleDrawer("inspector") : void toggleColumn("inspector"));
  useAction(list === null ? null : { id: "toggle-list", label: t("keys.toggleList"), icon: "side", run: toggleList });
  useAction(
    inspector === null
      ? null
      : { id: "toggle-inspector", label: t("keys.toggleInspector"), icon: "panel", run: toggleInspector },
  );
  // Registered last, so that Esc closes a drawer before it stops an answer.
  useAction(drawer === null ? null : { id: "stop", label: t("ui.close"), keyOnly: true, run: closeDrawer });
  return null;
}

function toggleDrawer(drawer: "list" | "inspector"): void {
  if (useFrame.getState().drawer === drawer) closeDrawer();
  else openDrawer(drawer);
}
