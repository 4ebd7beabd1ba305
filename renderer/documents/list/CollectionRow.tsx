import { useRef, useState, type KeyboardEvent } from "react";
import { Link } from "wouter";
import type { Collection } from "#main/documents/contract.ts";
import { closeDrawer } from "#renderer/app/frame/frame-store.ts";
import { useText } from "#renderer/app/texts.ts";
import { TitleField } from "#renderer/ui/TitleField.tsx";
import { CollectionMenu } from "../CollectionMenu.tsx";
import { LONGEST_NAME } from "../longest-name.ts";
import type { CollectionActions } from "../use-collection-actions.ts";
import { rowLine } from "./row-line.ts";

export interface CollectionRowProps {
  collection: Collection;
  isCurrent: boolean;
  isTabStop: boolean;
  actions: CollectionActions;
}

/** One collection: opens with Enter, renamed with F2, removed with Delete; its menu opens with the right button or the menu key. */
export function CollectionRow({ collection, isCurrent, isTabStop, actions }: CollectionRowProps) {
  const t = useText();
  const [renaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const menu = useRef<HTMLButtonElement | null>(null);
  if (renaming) {
    return (
      <TitleField
        title={collection.name}
        label={t("documents.collection.name")}
        maxLength={LONGEST_NAME}
        onEnd={(name) => {
          setRenaming(false);
          if (name !== null) actions.rename(collection, name);
          requestAnimationFrame(() => link.current?.focus());
        }}
      />
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "F2" && event.key !== "Delete") return;
    event.preventDefault();
    if (event.key === "F2") setRenaming(true);
    else actions.remove(collection);
  };
  return (
    <div
      className="collection-row"
      onContextMenu={(event) => {
        event.preventDefault();
        menu.current?.click();
      }}
    >
      <Link
        ref={link}
        href={`/documents/collection/${collection.id}`}
        className="item"
        aria-current={isCurrent ? "page" : undefined}
        tabIndex={isTabStop ? 0 : -1}
        onClick={closeDrawer}
        onKeyDown={onKeyDown}
        data-collection={collection.id}
      >
        <span>
          <b>{collection.name}</b>
          <span className="sub n">{rowLine(t, collection)}</span>
        </span>
      </Link>
      <CollectionMenu
        isOfRow
        buttonRef={menu}
        collection={collection}
        actions={actions}
        onRename={() => setRenaming(true)}
      />
    </div>
  );
}
