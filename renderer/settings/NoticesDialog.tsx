import { useEffect, useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";

/** The licences of what Cloister is built from. Read only when they are asked for: they are long. */
export function NoticesDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    void import("../../THIRD-PARTY-NOTICES?raw").then((file) => setText(file.default));
  }, []);
  return (
    <Dialog
      wide
      title={t("settings.about.notices")}
      onClose={onClose}
      actions={
        <Button safe onClick={onClose}>
          {t("ui.close")}
        </Button>
      }
    >
      <pre className="notices-text" tabIndex={0} role="region" aria-label={t("settings.about.notices")}>
        {text ?? t("ui.loading")}
      </pre>
    </Dialog>
  );
}
