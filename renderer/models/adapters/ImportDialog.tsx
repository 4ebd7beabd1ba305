import { useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Select, TextField } from "#renderer/ui/Field.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { listedName } from "#renderer/app/tell-apart.ts";

const anyModel = "";

export interface ImportDialogProps {
  models: readonly Model[];
  /** The one for which it is brought; null: not known. */
  modelId?: string | null;
  onClose: () => void;
}

/** Where an adapter lies, and for which model a PEFT one was made. Stays, and says why, when it cannot be taken. */
export function ImportDialog({ models, modelId: wanted = null, onClose }: ImportDialogProps) {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const [path, setPath] = useState("");
  const [modelId, setModelId] = useState(wanted ?? anyModel);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorShape | null>(null);

  const take = async () => {
    // Copied paths often come in quotation marks.
    const clean = path.trim().replace(/^["'](.*)["']$/, "$1");
    if (clean === "" || busy) return;
    setBusy(true);
    try {
      const from = { path: clean, modelId: modelId === anyModel ? null : modelId };
      const { name, jobId } = await client.models.adapters.import(from);
      toast(t(jobId === null ? "adapters.import.done" : "adapters.import.begun", { name }));
      onClose();
    } catch (caught) {
      setError(toErrorShape(caught));
      setBusy(false);
    }
  };
  const pick = (what: "folder" | "model") => {
    client.settings.pick({ what }).then(
      (picked) => {
        if (picked.path !== null) setPath(picked.path);
      },
      (caught: unknown) => setError(toErrorShape(caught)),
    );
  };

  return (
    <Dialog
      title={t("adapters.import.title")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            kind="go"
            reason={path.trim() === "" ? t("adapters.import.empty") : undefined}
            onClick={() => void take()}
          >
            {t("adapters.import.verb")}
          </Button>
        </>
      }
    >
      <div className="import-adapter">
        <TextField
          label={t("adapters.import.path")}
          help={t("adapters.import.path.help")}
          value={path}
          error={error === null ? undefined : t(...errorText(error))}
          onChange={(text) => {
            setPath(text);
            setError(null);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") void take();
          }}
        />
        {host?.canPickFiles === true && (
          <div className="row">
            <Button icon="file" onClick={() => pick("model")}>
              {t("adapters.import.file")}
            </Button>
            <Button icon="folder" onClick={() => pick("folder")}>
              {t("adapters.import.folder")}
            </Button>
          </div>
        )}
        <Select
          label={t("adapters.import.model")}
          help={t("adapters.import.model.help")}
          value={modelId}
          options={[
            { value: anyModel, label: t("adapters.import.model.any") },
            ...models.map((model) => ({ value: model.id, label: listedName(model, models, t) })),
          ]}
          onChange={setModelId}
        />
      </div>
    </Dialog>
  );
}
