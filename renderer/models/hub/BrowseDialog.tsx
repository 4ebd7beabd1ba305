import type { HubState } from "#main/models/hub/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";

/** Before the first question leaves this computer. */
export function BrowseDialog({ hub, onAllow, onClose }: { hub: HubState; onAllow: () => void; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog
      title={t("hub.browse", { host: hub.host })}
      onClose={onClose}
      actions={
        <>
          <Button safe onClick={onClose}>
            {t("hub.ask.stay")}
          </Button>
          <Button kind="go" onClick={onAllow}>
            {t("hub.browse.on")}
          </Button>
        </>
      }
    >
      <p className="small t2">{t("hub.browse.text", { host: hub.host })}</p>
    </Dialog>
  );
}
