import { useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useModelsView } from "#renderer/app/state/models.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import "./Folders.css";

/** Folders of one's own where models are looked for, besides those of programs that are known. */
export function Folders() {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const folders = useModelsView((view) => view.folders) ?? [];
  const [path, setPath] = useState("");
  const [problem, setProblem] = useState<ErrorShape | null>(null);

  const attempt = async (work: () => Promise<void>) => {
    setProblem(null);
    await work().catch((error: unknown) => setProblem(toErrorShape(error)));
  };
  const add = (folder: string) =>
    attempt(async () => {
      await client.models.addFolder({ path: folder });
      setPath("");
    });
  const pick = () =>
    attempt(async () => {
      const picked = await client.settings.pick({ what: "folder" });
      if (picked.path !== null) await add(picked.path);
    });
  const remove = (folder: string) =>
    attempt(async () => {
      await client.models.removeFolder({ path: folder });
      toast(t("settings.folders.removed"), { undo: () => void add(folder) });
    });

  return (
    <SettingRow high title={t("settings.folders")} help={t("settings.folders.help")}>
      {(ids) => (
        <div className="folders">
          {folders.length > 0 && (
            <ul aria-labelledby={ids.labelledBy}>
              {folders.map(({ path: folder }) => (
                <li key={folder}>
                  <Icon name="folder" size="s" />
                  <span className="grow">{folder}</span>
                  <Button
                    kind="text"
                    aria-label={t("settings.folders.removeOne", { folder })}
                    onClick={() => void remove(folder)}
                  >
                    {t("settings.folders.remove")}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          {problem && <Fault error={problem} />}
          {host?.canPickFiles ? (
            <div>
              <Button icon="folder" onClick={() => void pick()}>
                {t("settings.folders.pick")}
              </Button>
            </div>
          ) : (
            <form
              className="folder-form"
              onSubmit={(event) => {
                event.preventDefault();
                if (path.trim() !== "") void add(path.trim());
              }}
            >
              <TextField
                className="grow"
                label={t("settings.folders.path")}
                value={path}
                onChange={setPath}
                icon="folder"
              />
              <Button submit>{t("settings.folders.add")}</Button>
            </form>
          )}
        </div>
      )}
    </SettingRow>
  );
}
