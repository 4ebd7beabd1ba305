import type { Collection } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { folderName } from "../folder-name.ts";
import { sayFailed } from "../use-collection-actions.ts";

/** Folders whose files belong to the open collection, also those that come later. Forgotten ones leave their documents here. */
export function WatchedFolders({ collection }: { collection: Collection }) {
  const t = useText();
  const client = useClient();
  if (collection.folders.length === 0) return null;
  const { id: collectionId } = collection;
  const forget = (path: string) => {
    const undo = () => void client.documents.add({ collectionId, paths: [path] }).catch(sayFailed);
    const said = t("documents.folder.forgotten", { folder: folderName(path) });
    client.documents.forgetFolder({ collectionId, path }).then(() => toast(said, { undo }), sayFailed);
  };
  return (
    <>
      <h3 id="watched-folders">{t("documents.folders")}</h3>
      <ul aria-labelledby="watched-folders">
        {collection.folders.map((path) => (
          <li key={path} className="item watched">
            <Icon name="folder" size="s" />
            <span>
              <b>{folderName(path)}</b>
              <span className="sub" title={path}>
                {path}
              </span>
            </span>
            <Button
              kind="quiet"
              size="sm"
              icon="x"
              label={t("documents.folder.forget", { folder: folderName(path) })}
              tip={t("documents.folder.forget.tip")}
              onClick={() => forget(path)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
