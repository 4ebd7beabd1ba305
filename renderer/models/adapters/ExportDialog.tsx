import { useState } from "react";
import type { ShelfAdapter } from "#main/models/adapters/contract.ts";
import type { Model } from "#main/models/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import { toast } from "#renderer/ui/toasts.ts";

export interface ExportDialogProps {
  adapter: ShelfAdapter;
  model: Model;
  onClose: () => void;
}

/** Where an adapter is written for Hugging Face's PEFT. Stays, and says why, when it cannot be. */
export function ExportDialog({ adapter, model, onClose }: ExportDialogProps) {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const [folder, setFolder] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorShape | null>(null);
  const write = () => {
    if (folder.trim() === "" || isBusy) return;
    setBusy(true);
    client.models.outputs.exportPeft({ modelId: model.id, adapterId: adapter.id, folder: folder.trim() }).then(
      ({ path }) => {
        toast(t("adapters.export.begun", { path }));
        onClose();
      },
      (caught: unknown) => {
        setError(toErrorShape(caught));
        setBusy(false);
      },
    );
  };
  const pick = () => {
    client.settings.pick({ what: "folder" }).then(
      (picked) => {
        if (picked.path !== null) setFolder(picked.path);
      },
      (caught: unknown) => setError(toErrorShape(caught)),
    );
  };
  return (
    <Dialog
      title={t("adapters.export.title", { name: adapter.name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="go" reason={folder.trim() === "" ? t("adapters.export.empty") : undefined} onClick={write}>
            {t("adapters.export.verb")}
          </Button>
        </>
      }
    >
      <div className="import-adapter">
        <p>{t("adapters.export.about")}</p>
        <TextField
          label={t("adapters.export.folder")}
          help={t("adapters.export.folder.help")}
          value={folder}
          error={error === null ? undefined : t(...errorText(error))}
          onChange={(text) => {
            setFolder(text);
            setError(null);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") write();
          }}
        />
        {host?.canPickFiles === true && (
          <div className="row">
            <Button icon="folder" onClick={pick}>
              {t("adapters.import.folder")}
            </Button>
          </div>
        )}
        <p className="small t2">{t("adapters.export.private")}</p>
      </div>
    </Dialog>
  );
}
