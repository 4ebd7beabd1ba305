import type { ReactNode } from "react";
import { useEffect } from "react";
import { useColumns } from "./columns.ts";
import { useFrame } from "./frame-store.ts";
import { Pane } from "./Pane.tsx";
import { LIST_FOLDS_UNDER_PX, useNarrowerThan } from "./use-width.ts";

export interface ListPaneProps {
  /** "Chats", "Settings": its heading, its landmark's name, and its drawer's button. */
  label: string;
  /** Beside the heading: new. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The column of what the room holds. */
export function ListPane({ label, actions, children }: ListPaneProps) {
  const folded = useNarrowerThan(LIST_FOLDS_UNDER_PX);
  const { listOpen } = useColumns();
  useEffect(() => {
    useFrame.setState({ list: label });
    return () => useFrame.setState({ list: null });
  }, [label]);

  if (!folded && !listOpen) return null;
  return (
    <Pane drawer="list" as="section" label={label} folded={folded} className="list">
      <div className="bar">
        <h2 className="grow">{label}</h2>
        {actions}
      </div>
      {children}
    </Pane>
  );
}
