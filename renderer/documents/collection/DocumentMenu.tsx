import type { Document } from "#main/documents/contract.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#renderer/ui/Menu.tsx";
import type { DocumentActions } from "./use-document-actions.ts";

/** What can be done with one document. */
export function DocumentMenu({ document, actions }: { document: Document; actions: DocumentActions }) {
  const t = useText();
  const host = useHost();
  const label = t("documents.more", { name: document.name });
  return (
    <Menu
      narrow
      label={label}
      trigger={(trigger) => (
        <Button kind="quiet" icon="dots" size="sm" className="row-more" label={label} {...trigger} />
      )}
    >
      {document.pagesRead > 0 && (
        <MenuItem icon="docs" onSelect={() => actions.open(document)}>
          {t("reader.open")}
        </MenuItem>
      )}
      {document.state === "locked" && (
        <MenuItem icon="lock" onSelect={() => actions.askPassword(document)}>
          {t("documents.password.enter.long")}
        </MenuItem>
      )}
      <MenuItem icon="again" onSelect={() => actions.readAgain(document)}>
        {t("documents.again")}
      </MenuItem>
      {host?.canReveal === true ? (
        <MenuItem icon="folder" onSelect={() => actions.reveal(document)}>
          {t("documents.reveal")}
        </MenuItem>
      ) : (
        <MenuItem icon="copy" onSelect={() => actions.copyPath(document)}>
          {t("documents.copyPath")}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon="bin" onSelect={() => actions.remove(document)}>
        {t("documents.document.remove")}
      </MenuItem>
    </Menu>
  );
}
