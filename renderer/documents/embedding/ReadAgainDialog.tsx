import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";

export interface ReadAgainDialogProps {
  readonly name: string;
  /** Of the model that is in use. */
  readonly before: string;
  readonly passages: number;
  readonly onAccept: () => void;
  readonly onClose: () => void;
}

/** Another model reads everything once more, which can take hours: asked before. */
export function ReadAgainDialog({ name, before, passages, onAccept, onClose }: ReadAgainDialogProps) {
  const t = useText();
  return (
    <Dialog
      title={t("embedding.change.title", { name })}
      onClose={onClose}
      actions={
        <>
          <Button safe onClick={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button
            kind="go"
            onClick={() => {
              onClose();
              onAccept();
            }}
          >
            {t("embedding.change.verb")}
          </Button>
        </>
      }
    >
      <p>{t("embedding.change.text", { passages, before })}</p>
    </Dialog>
  );
}
