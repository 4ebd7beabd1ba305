import type { ModelsView } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { tabs } from "./tabs.ts";
import { usePaths } from "./use-paths.tsx";
import "./models.css";

export interface ModelsRoomProps {
  view: ModelsView;
  /** What the address names after /models: a tab, or a model; null for neither. */
  shown: string | null;
  onShow: (tabOrModelId: string | null) => void;
  /** Begins a chat with this model. */
  onUse: (modelId: string) => void;
}

/** What is on this computer, whether it fits, and what it costs before it is loaded; and what could be brought here. */
export function ModelsRoom({ view, shown, onShow, onUse }: ModelsRoomProps) {
  const t = useText();
  const paths = usePaths(onShow);
  const [here] = tabs;
  const tab = tabs.find(({ id }) => id === shown) ?? here;
  if (tab === undefined) return null;
  const switcher = tabs.length > 1 && (
    <Segmented
      label={t("models.tabs")}
      value={tab.id}
      options={tabs.map(({ id, label }) => ({ value: id, label: t(label) }))}
      onChange={(id) => onShow(id === here?.id ? null : id)}
    />
  );
  return (
    <>
      <tab.Page
        view={view}
        selectedId={tab === here ? shown : null}
        onSelect={onShow}
        onUse={onUse}
        paths={paths}
        switcher={switcher}
      />
      {paths.dialog}
    </>
  );
}
