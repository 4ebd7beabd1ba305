import type { RefObject } from "react";
import type { Collection } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#renderer/ui/Menu.tsx";
import type { CollectionActions } from "./use-collection-actions.ts";

export interface CollectionMenuProps {
  collection: Pick<Collection, "id" | "name">;
  actions: CollectionActions;
  onRename: () => void;
  /** Small, and not in the order of Tab: the row has keys of its own. */
  isOfRow?: boolean;
  buttonRef?: RefObject<HTMLButtonElement | null>;
  /** What only its page offers. */
  children?: React.ReactNode;
}

/** What can be done with a whole collection. */
export function CollectionMenu({ collection, actions, onRename, isOfRow, buttonRef, children }: CollectionMenuProps) {
  const t = useText();
  const label = t("documents.more", { name: collection.name });
  return (
    <Menu
      narrow
      label={label}
      trigger={({ ref, ...trigger }) => (
        <Button
          ref={(element) => {
            if (buttonRef !== undefined) buttonRef.current = element;
            if (typeof ref === "function") ref(element);
            else if (ref !== null && ref !== undefined) ref.current = element;
          }}
          kind="quiet"
          icon="dots"
          label={label}
          size={isOfRow ? "sm" : "md"}
          className={isOfRow ? "row-more" : undefined}
          tabIndex={isOfRow ? -1 : undefined}
          {...trigger}
        />
      )}
    >
      {children}
      <MenuItem icon="pen" onSelect={onRename}>
        {t("documents.rename")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="bin" onSelect={() => actions.remove(collection)}>
        {t("documents.remove")}
      </MenuItem>
    </Menu>
  );
}
