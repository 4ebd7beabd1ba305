import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import type { Adding } from "./use-adding.tsx";

export interface DropZoneProps {
  adding: Adding;
  /** Nothing else is on the page: it says what a collection is for. */
  isAlone?: boolean;
  /** Watched, and without a document so far. */
  folders?: readonly string[];
}

/** Says that files can be dropped anywhere on the page, and does the same by buttons. */
export function DropZone({ adding, isAlone = false, folders = [] }: DropZoneProps) {
  const t = useText();
  const host = useHost();
  const isBrowser = host !== null && !host.canPickFiles;
  return (
    <div className={isAlone ? "drop alone" : "drop"}>
      <Icon name="download" />
      <p className="grow">
        {t.rich(isBrowser ? "documents.drop.browser" : "documents.drop")}
        {isAlone && ` ${t(folders.length > 0 ? "documents.drop.watched" : "documents.drop.kinds")}`}
      </p>
      <Button kind={isAlone ? "go" : "outlined"} onClick={adding.addFiles}>
        {t("documents.choose")}
      </Button>
      {isAlone && (
        <Button icon="folder" onClick={adding.addFolder}>
          {t("documents.watch")}
        </Button>
      )}
    </div>
  );
}
