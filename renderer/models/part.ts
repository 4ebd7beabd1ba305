import type { ComponentType, ReactNode } from "react";
import type { Model, ModelsView } from "#main/models/contract.ts";
import type { TextKey } from "#renderer/app/texts.ts";
import type { Paths } from "./use-paths.tsx";

/** What every part of the Models room is given. */
export interface PartProps {
  readonly view: ModelsView;
  readonly onSelect: (modelId: string) => void;
  /** Begins a chat with this model. */
  readonly onUse: (modelId: string) => void;
  /** Adding folders and files, and finding a file that was moved. */
  readonly paths: Paths;
}

export interface TabProps extends PartProps {
  readonly selectedId: string | null;
  /** Goes first into the page's `RoomBar` actions. */
  readonly switcher: ReactNode;
}

export interface ModelsTab {
  /** Part of the address; not the id of a model. */
  readonly id: string;
  readonly label: TextKey;
  /** A `MainPane` with its `RoomBar`, and an `InspectorPane` where it has one. */
  readonly Page: ComponentType<TabProps>;
}

export interface ShelfProps extends PartProps {
  /** The model in the inspector; null where there is none. */
  readonly selected: Model | null;
}

/** A `<section>` with a heading on the page of the models that are here. */
export type ModelsShelf = ComponentType<ShelfProps>;

export interface SectionProps extends PartProps {
  readonly model: Model;
}

/** A `<section className="sect">` of the inspector. Built anew for each model that is selected. */
export type ModelSection = ComponentType<SectionProps>;
