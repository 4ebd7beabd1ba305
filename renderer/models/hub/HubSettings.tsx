import { useState } from "react";
import type { HubState } from "#main/models/hub/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { saveSettings, useSettings } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";

const MB = 1_000_000;

/** Where models come from, with which token, how fast and where to; and whether Cloister asks each time. */
export function HubSettings({ hub, onClose }: { hub: HubState; onClose: () => void }) {
  const t = useText();
  const client = useClient();
  const settings = useSettings((all) => all);
  const [address, setAddress] = useState(settings?.hubAddress ?? hub.address);
  const [token, setToken] = useState("");
  const speedNow = settings?.downloadBytesPerSecond ?? null;
  const [speed, setSpeed] = useState(speedNow === null ? "" : String(speedNow / MB));
  const [folder, setFolder] = useState(settings?.downloadFolder ?? "");
  const [always, setAlways] = useState(settings?.hubWithoutAsking ?? false);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const { host } = hub;
  const isAddress = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(address.trim());

  const save = async () => {
    if (!isAddress) return;
    const megabytes = Number(speed.replace(",", "."));
    const hasSpeed = speed.trim() !== "" && megabytes > 0;
    try {
      await saveSettings({
        hubAddress: address.trim(),
        hubWithoutAsking: always,
        downloadBytesPerSecond: hasSpeed ? Math.max(10_000, Math.round(megabytes * MB)) : null,
        downloadFolder: folder.trim() === "" ? null : folder.trim(),
      });
      if (token.trim() !== "") await client.models.hub.setToken({ token: token.trim() });
      onClose();
    } catch (error) {
      setFault(toErrorShape(error));
    }
  };

  return (
    <Dialog
      title={t("hub.set")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="go" onClick={() => void save()}>
            {t("hub.set.save")}
          </Button>
        </>
      }
    >
      <div className="hub-settings">
        <TextField
          label={t("hub.set.address")}
          help={t("hub.set.address.help")}
          error={isAddress ? undefined : t("hub.set.address.wrong")}
          value={address}
          onChange={setAddress}
        />
        <TextField
          type="password"
          label={t("hub.set.token")}
          help={t(`hub.set.token.${hub.keepsToken}`, { host })}
          placeholder={hub.token === "none" ? undefined : t("hub.set.token.there")}
          value={token}
          onChange={setToken}
        />
        {hub.token !== "none" && (
          <Button kind="text" size="sm" onClick={() => void client.models.hub.setToken({ token: null })}>
            {t("hub.set.token.forget")}
          </Button>
        )}
        <TextField
          label={t("hub.set.folder")}
          help={t("hub.set.folder.help", { folder: hub.defaultFolder })}
          value={folder}
          onChange={setFolder}
        />
        <TextField
          label={t("hub.set.speed")}
          help={t("hub.set.speed.help")}
          unit={t("hub.set.speed.unit")}
          value={speed}
          onChange={setSpeed}
        />
        <div className="row">
          <div className="grow">
            <p id="hub-always">{t("hub.set.always", { host })}</p>
            <p className="help" id="hub-always-help">
              {t("hub.set.always.help")}
            </p>
          </div>
          <Switch labelledBy="hub-always" describedBy="hub-always-help" checked={always} onChange={setAlways} />
        </div>
      </div>
      {fault !== null && <Fault error={fault} />}
    </Dialog>
  );
}
