import { useState } from "react";
import type { Document } from "#main/documents/contract.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { TextField } from "#renderer/ui/Field.tsx";

/** The password of a locked document; whether it opens it is said on its row. */
export function PasswordDialog({ document, onClose }: { document: Document; onClose: () => void }) {
  const t = useText();
  const client = useClient();
  const [password, setPassword] = useState("");
  const { fault, attempt } = useAttempt();
  const give = () => {
    if (password === "") return;
    attempt(client.documents.readAgain({ documentId: document.id, password }).then(onClose));
  };
  return (
    <Dialog
      title={t("documents.password.title", { name: document.name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="go" reason={password === "" ? t("documents.password.empty") : undefined} onClick={give}>
            {t("documents.password.read")}
          </Button>
        </>
      }
    >
      <TextField
        type="password"
        label={t("documents.password")}
        help={t("documents.password.help")}
        value={password}
        onChange={setPassword}
        error={fault === null ? undefined : t(...errorText(fault))}
        onKeyDown={(event) => {
          if (event.key === "Enter") give();
        }}
      />
    </Dialog>
  );
}
