import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Facts } from "#renderer/ui/Meter.tsx";

/** Before anything leaves this computer: what is reached, what is sent, and when it ends. */
export function SampleDialog({ size, onBring, onClose }: { size: string; onBring: () => void; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog
      title={t("welcome.ask")}
      onClose={onClose}
      actions={
        <>
          <Button safe onClick={onClose}>
            {t("welcome.ask.stay")}
          </Button>
          <Button kind="go" onClick={onBring}>
            {t("welcome.ask.bring")}
          </Button>
        </>
      }
    >
      <p className="small t2">{t("welcome.ask.text")}</p>
      <Facts
        items={[
          { term: t("welcome.ask.gets"), text: t("welcome.ask.gets.text", { size }) },
          { term: t("welcome.ask.reaches"), text: t("welcome.ask.reaches.text") },
          { term: t("welcome.ask.sends"), text: t("welcome.ask.sends.text") },
          { term: t("welcome.ask.ends"), text: t("welcome.ask.ends.text") },
        ]}
      />
    </Dialog>
  );
}
