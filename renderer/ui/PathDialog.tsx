import { useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import { TextField } from "./Field.tsx";

export interface PathDialogProps {
  title: string;
  label: string;
  help: string;
  verb: string;
  /** Where the field begins: the path that is no longer right. */
  path?: string | undefined;
  /** Rejects when the path does not do; the dialog then says why and stays. */
  onPath: (path: string) => Promise<unknown>;
  onClose: () => void;
}

/** A browser has no file dialog of the system that gives paths: the path is typed or pasted. */
export function PathDialog({ title, label, help, verb, path = "", onPath, onClose }: PathDialogProps) {
  const t = useText();
  const [typed, setTyped] = useState(path);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorShape | null>(null);
  const use = async () => {
    // Copied paths often come in quotation marks.
    const clean = typed.trim().replace(/^["'](.*)["']$/, "$1");
    if (clean === "" || busy) return;
    setBusy(true);
    try {
      await onPath(clean);
      onClose();
    } catch (caught) {
      setError(toErrorShape(caught));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="go" reason={typed.trim() === "" ? t("ui.path.empty") : undefined} onClick={() => void use()}>
            {verb}
          </Button>
        </>
      }
    >
      <TextField
        label={label}
        help={help}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          setError(null);
        }}
        error={error === null ? undefined : t(...errorText(error))}
        onKeyDown={(event) => {
          if (event.key === "Enter") void use();
        }}
      />
    </Dialog>
  );
}
