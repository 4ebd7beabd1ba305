import type { ReactNode } from "react";
import { useEffect } from "react";
import { Button } from "#renderer/ui/Button.tsx";
import { useText } from "../texts.ts";
import { toggleColumn, useColumns } from "./columns.ts";
import { openDrawer, useFrame } from "./frame-store.ts";
import { Resizer } from "./Resizer.tsx";
import { INSPECTOR_FOLDS_UNDER_PX, LIST_FOLDS_UNDER_PX, RAIL_FOLDS_UNDER_PX, useNarrowerThan } from "./use-width.ts";

/** The main column. Put a `RoomBar` first, then a `.scroll` that grows. */
export function MainPane({ children }: { children: ReactNode }) {
  const behind = useFrame((frame) => frame.drawer !== null);
  return (
    <main className="main" id="main" data-region="main" tabIndex={-1} inert={behind}>
      {children}
      <Edges />
    </main>
  );
}

/** The edges to the columns docked beside, in the main column so that they belong to a landmark. */
function Edges() {
  const { list, inspector } = useFrame();
  const { listOpen, inspectorOpen } = useColumns();
  const listFolds = useNarrowerThan(LIST_FOLDS_UNDER_PX);
  const inspectorFolds = useNarrowerThan(INSPECTOR_FOLDS_UNDER_PX);
  return (
    <>
      {list !== null && listOpen && !listFolds && <Resizer column="list" />}
      {inspector !== null && inspectorOpen && !inspectorFolds && <Resizer column="inspector" />}
    </>
  );
}

export interface RoomBarProps {
  /** The page's one h1. */
  title: string;
  /** Instead of the plain title: a name that can be edited. It must hold the h1. */
  heading?: ReactNode;
  /** One line that says where one is. */
  sub?: ReactNode;
  /** Fields and buttons after the title; those at the very end, after the panel's button, in `more`. */
  actions?: ReactNode;
  more?: ReactNode;
}

/** Title and tools of a room, with the buttons of whatever is folded away. */
export function RoomBar({ title, heading, sub, actions, more }: RoomBarProps) {
  const t = useText();
  useEffect(() => {
    document.title = t("app.title", { page: title });
  }, [t, title]);
  return (
    <header className="bar">
      <RailButton />
      <ListButton />
      <div className="where">
        {heading ?? <h1>{title}</h1>}
        {sub !== undefined && <p>{sub}</p>}
      </div>
      {actions}
      <InspectorButton />
      {more}
    </header>
  );
}

/** For pages without a bar (welcome): the way to the rooms in a narrow window. */
export function RailButton() {
  const t = useText();
  const folded = useNarrowerThan(RAIL_FOLDS_UNDER_PX);
  if (!folded) return null;
  return <Button kind="quiet" icon="menu" label={t("app.rooms")} onClick={() => openDrawer("rail")} />;
}

function ListButton() {
  const folded = useNarrowerThan(LIST_FOLDS_UNDER_PX);
  const { listOpen } = useColumns();
  const label = useFrame((frame) => frame.list);
  if (label === null || (!folded && listOpen)) return null;
  const show = () => (folded ? openDrawer("list") : void toggleColumn("list"));
  return <Button kind="quiet" icon="side" label={label} action="toggle-list" onClick={show} />;
}

function InspectorButton() {
  const folded = useNarrowerThan(INSPECTOR_FOLDS_UNDER_PX);
  const { inspectorOpen } = useColumns();
  const label = useFrame((frame) => frame.inspector);
  if (label === null || (!folded && inspectorOpen)) return null;
  const show = () => (folded ? openDrawer("inspector") : void toggleColumn("inspector"));
  return <Button kind="quiet" icon="panel" label={label} action="toggle-inspector" onClick={show} />;
}
