import type { KeyboardEvent } from "react";
import type { Collection } from "#main/documents/contract.ts";
import { useAction } from "#renderer/app/actions/registry.ts";
import { useText } from "#renderer/app/texts.ts";
import type { CollectionActions } from "../use-collection-actions.ts";
import { CollectionRow } from "./CollectionRow.tsx";
import { WatchedFolders } from "./WatchedFolders.tsx";
import "./list.css";

export interface CollectionListProps {
  collections: readonly Collection[] | null;
  currentId: string | null;
  actions: CollectionActions;
  onOpen: (collectionId: string) => void;
}

/** All collections by name, and the watched folders of the open one. Arrows move between them; one of them is in the order of Tab. */
export function CollectionList({ collections, currentId, actions, onOpen }: CollectionListProps) {
  const t = useText();
  const at = collections?.findIndex(({ id }) => id === currentId) ?? -1;
  const open = (index: number) => {
    const collection = collections?.[index];
    if (collection !== undefined) onOpen(collection.id);
  };
  useAction({ id: "next-item", label: t("documents.next"), keyOnly: true, run: () => open(at + 1) });
  useAction({
    id: "previous-item",
    label: t("documents.previous"),
    keyOnly: true,
    run: () => open(Math.max(0, at - 1)),
  });

  if (collections === null) return null;
  if (collections.length === 0) return <p className="list-note">{t("documents.list.empty")}</p>;
  const current = collections[at];
  return (
    <>
      <h3>{t("app.palette.collections")}</h3>
      <ul className="collection-rows" onKeyDown={moveFocus}>
        {collections.map((collection, index) => (
          <li key={collection.id}>
            <CollectionRow
              collection={collection}
              isCurrent={collection.id === currentId}
              isTabStop={index === Math.max(0, at)}
              actions={actions}
            />
          </li>
        ))}
      </ul>
      {current !== undefined && <WatchedFolders key={current.id} collection={current} />}
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLAnchorElement) || event.altKey || event.ctrlKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a.item")];
  const at = links.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
}
