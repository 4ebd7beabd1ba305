import { useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { TextArea } from "#renderer/ui/Field.tsx";
import { pathsIn } from "./paths-in.ts";

export interface Asked {
  readonly what: "files" | "folder";
  /** Names of files that were dropped, whose places a browser does not tell. */
  readonly dropped: readonly string[];
}

export interface AddDialogProps {
  asked: Asked;
  /** Rejects when a path does not do; the dialog then says which and why, and stays. */
  onAdd: (paths: readonly string[]) => Promise<void>;
  onClose: () => void;
}

/** A browser has no dialog that gives paths: they are typed or pasted, one in a line. */
export function AddDialog({ asked, onAdd, onClose }: AddDialogProps) {
  const t = useText();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ path: string; error: ErrorShape } | null>(null);
  const paths = pathsIn(typed);
  const add = async () => {
    if (paths.length === 0 || busy) return;
    setBusy(true);
    try {
      await onAdd(paths);
      onClose();
    } catch (caught) {
      const error = toErrorShape(caught);
      setWrong({ path: paths.find((path) => error.message.includes(path)) ?? "", error });
      setBusy(false);
    }
  };
  const { what, dropped } = asked;
  return (
    <Dialog
      title={t(what === "folder" ? "documents.path.folder" : "documents.path.files")}
      onClose={onClose}
      wide
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="go" reason={paths.length === 0 ? t("ui.path.empty") : undefined} onClick={() => void add()}>
            {t(what === "folder" ? "documents.watch" : "documents.add")}
          </Button>
        </>
      }
    >
      {dropped.length > 0 && (
        <p className="small t2">{t("documents.path.dropped", { name: dropped[0] ?? "", more: dropped.length - 1 })}</p>
      )}
      <TextArea
        label={t(what === "folder" ? "documents.path.folder.label" : "documents.path.files.label")}
        help={t(what === "folder" ? "documents.path.folder.help" : "documents.path.files.help")}
        value={typed}
        rows={3}
        onChange={(text) => {
          setTyped(text);
          setWrong(null);
        }}
        error={wrong === null ? undefined : [wrong.path, t(...errorText(wrong.error))].filter(Boolean).join(": ")}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void add();
        }}
      />
    </Dialog>
  );
}
