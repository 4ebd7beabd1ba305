import { useState } from "react";
import type { HubState } from "#main/models/hub/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useSettings } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Facts } from "#renderer/ui/Meter.tsx";
import { formatBytes } from "#renderer/ui/units.ts";
import type { Offer } from "./use-hub.ts";

export interface DownloadDialogProps {
  hub: HubState;
  offer: Offer;
  /** Another folder for models is to be chosen. */
  onFolder: () => void;
  onClose: () => void;
}

/** Before anything leaves this computer: what comes, from where, what is sent, and on which terms. */
export function DownloadDialog({ hub, offer, onFolder, onClose }: DownloadDialogProps) {
  const t = useText();
  const client = useClient();
  const always = useSettings((settings) => settings.hubWithoutAsking) ?? false;
  const [accepted, setAccepted] = useState(offer.isAccepted);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const { name, repository, file, quantisation, sizeBytes, licence } = offer;
  const { host, folder, freeBytes } = hub;
  const begin = async () => {
    try {
      const acceptedLicence = accepted ? (licence.id ?? licence.name) : null;
      await client.models.hub.download({ name, repository, file, quantisation, acceptedLicence, networkAllowed: true });
      onClose();
    } catch (error) {
      setFault(toErrorShape(error));
    }
  };
  const isAllowed = always || hub.isOnline;
  const isNamed = licence.name !== "";
  return (
    <Dialog
      title={t("hub.ask", { name })}
      onClose={onClose}
      actions={
        <>
          <Button safe onClick={onClose}>
            {t(isAllowed ? "hub.ask.cancel" : "hub.ask.stay")}
          </Button>
          <Button kind="go" reason={accepted ? undefined : t("hub.ask.first")} onClick={() => void begin()}>
            {t(isAllowed ? "hub.download" : "hub.ask.on")}
          </Button>
        </>
      }
    >
      <p className="small t2">
        {t(always ? "hub.ask.always" : hub.isOnline ? "hub.ask.online" : "hub.ask.off", { host })}
      </p>
      <Facts
        items={[
          { term: t("hub.ask.gets"), text: t("hub.ask.gets.text", { size: formatBytes(sizeBytes) }) },
          { term: t("hub.ask.from"), text: t("hub.ask.from.text", { repository, host }) },
          { term: t("hub.ask.sends"), text: t("hub.ask.sends.text") },
          { term: t("hub.ask.folder"), text: folder },
          { term: t("hub.ask.licence"), text: isNamed ? licence.name : t("hub.licence.none") },
        ]}
      />
      {freeBytes !== null && freeBytes < sizeBytes && (
        <Fault tone="warn" quiet actions={<Button onClick={onFolder}>{t("hub.ask.elsewhere")}</Button>}>
          <p>{t("hub.ask.full", { size: formatBytes(sizeBytes), free: formatBytes(freeBytes) })}</p>
        </Fault>
      )}
      {!offer.isAccepted && (
        <div className="hub-terms">
          <label className="row">
            <input type="checkbox" checked={accepted} onChange={(event) => setAccepted(event.target.checked)} />
            <span>{isNamed ? t("hub.ask.accept", { licence: licence.name }) : t("hub.ask.accept.unknown")}</span>
          </label>
          {licence.url !== null && <p className="tiny t3">{t("hub.ask.terms", { url: licence.url })}</p>}
        </div>
      )}
      {fault !== null && <Fault error={fault} />}
    </Dialog>
  );
}
