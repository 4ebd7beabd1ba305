import type { Folder } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";

/** Folders of the user's that are looked through, besides the known places of other programs. */
export function FoldersSection({
  folders,
  onRemove,
}: {
  folders: readonly Folder[];
  onRemove: (path: string) => void;
}) {
  const t = useText();
  if (folders.length === 0) return null;
  return (
    <section aria-labelledby="models-folders" className="folders">
      <h2 id="models-folders">{t("models.folders")}</h2>
      <ul>
        {folders.map(({ path, state }) => (
          <li key={path} className="row">
            <span className="cut grow small t2" title={path}>
              {path}
            </span>
            {state !== "here" && (
              <Badge tone="warn" icon="info">
                {t(`library.folder.${state}`)}
              </Badge>
            )}
            <Button
              kind="text"
              size="sm"
              aria-label={t("models.folders.remove.of", { folder: path })}
              onClick={() => onRemove(path)}
            >
              {t("models.folders.remove")}
            </Button>
          </li>
        ))}
      </ul>
      <p className="tiny t3">{t("models.where")}</p>
    </section>
  );
}
