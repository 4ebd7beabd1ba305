import type { ReactNode } from "react";
import { useEffect } from "react";
import { Button } from "#renderer/ui/Button.tsx";
import { useText } from "../texts.ts";
import { toggleColumn, useColumns } from "./columns.ts";
import { closeDrawer, useFrame } from "./frame-store.ts";
import { Pane } from "./Pane.tsx";
import { INSPECTOR_FOLDS_UNDER_PX, useNarrowerThan } from "./use-width.ts";

export interface InspectorPaneProps {
  /** Its landmark's name and its button's ("Model and adapters"). */
  label: string;
  title: string;
  /** Buttons before the one that folds it away. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Details of what is selected; sections are `<section className="sect">`. */
export function InspectorPane({ label, title, actions, children }: InspectorPaneProps) {
  const t = useText();
  const folded = useNarrowerThan(INSPECTOR_FOLDS_UNDER_PX);
  const { inspectorOpen } = useColumns();
  useEffect(() => {
    useFrame.setState({ inspector: label });
    return () => useFrame.setState({ inspector: null });
  }, [label]);

  if (!folded && !inspectorOpen) return null;
  return (
    <Pane drawer="inspector" as="aside" label={label} folded={folded} className="inspector">
      <div className="bar">
        <h2 className="grow cut">{title}</h2>
        {actions}
        <Button
          kind="quiet"
          icon="panel"
          label={t("app.hidePanel")}
          action="toggle-inspector"
          onClick={() => (folded ? closeDrawer() : void toggleColumn("inspector"))}
        />
      </div>
      {children}
    </Pane>
  );
}
