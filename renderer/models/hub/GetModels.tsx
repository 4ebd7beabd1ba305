import { useEffect, useEffectEvent, useState } from "react";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { leaveDropped, useDropped } from "#renderer/app/state/dropped.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { formatBytes } from "#renderer/ui/units.ts";
import type { TabProps } from "../part.ts";
import { BrowseDialog } from "./BrowseDialog.tsx";
import { Catalogue } from "./Catalogue.tsx";
import { DownloadDialog } from "./DownloadDialog.tsx";
import { Downloads } from "./Downloads.tsx";
import { HubField } from "./HubField.tsx";
import { HubSettings } from "./HubSettings.tsx";
import { Recommended } from "./Recommended.tsx";
import { Repository } from "./Repository.tsx";
import { Results } from "./Results.tsx";
import { type Offer, useHub } from "./use-hub.ts";
import { useSearch } from "./use-search.ts";
import "./hub.css";

/** What could be brought here: three for this computer, the catalogue, and everything else by its name or address. */
export function GetModels({ onUse, paths, switcher }: TabProps) {
  const t = useText();
  const hub = useHub((state) => state);
  const search = useSearch();
  const [offer, setOffer] = useState<Offer | null>(null);
  const [settingsOpen, setSettingsOpen] = useState(false);
  const dropped = useDropped((state) => state.dropped);
  const take = useEffectEvent(() => {
    if (dropped?.kind === "address") search.look(dropped.text);
    if (dropped?.kind === "file") {
      toast(t("hub.dropped.file"));
      paths.addFile();
    }
    if (dropped !== null) leaveDropped(null);
  });
  useEffect(() => take(), [dropped]);

  const { shown } = search;
  const back = shown.page !== "catalogue" && (
    <Button kind="text" icon="left" onClick={search.back}>
      {t("hub.back")}
    </Button>
  );
  return (
    <MainPane>
      <RoomBar
        title={t("models.title")}
        sub={
          hub === null
            ? ""
            : hub.freeBytes === null
              ? t("hub.sub.unknown", { host: hub.host })
              : t("hub.sub", { host: hub.host, free: formatBytes(hub.freeBytes) })
        }
        actions={
          <>
            {switcher}
            <Button kind="quiet" icon="gear" label={t("hub.settings")} onClick={() => setSettingsOpen(true)} />
          </>
        }
      />
      <div className="scroll" tabIndex={0} role="region" aria-label={t("hub.tab")}>
        {hub !== null && (
          <div className="page hub-page">
            <HubField hub={hub} search={search} />
            <Downloads onToken={() => setSettingsOpen(true)} />
            {back}
            {shown.page === "catalogue" && (
              <>
                <Recommended hub={hub} onDownload={setOffer} onUse={onUse} />
                <Catalogue hub={hub} onDownload={setOffer} onUse={onUse} />
              </>
            )}
            {shown.page === "results" && <Results hub={hub} shown={shown} onShow={search.show} />}
            {shown.page === "repository" && (
              <Repository
                hub={hub}
                view={shown.view}
                wanted={shown.wanted}
                onDownload={setOffer}
                onUse={onUse}
                onToken={() => setSettingsOpen(true)}
              />
            )}
          </div>
        )}
      </div>
      {hub !== null && offer !== null && (
        <DownloadDialog hub={hub} offer={offer} onFolder={() => setSettingsOpen(true)} onClose={() => setOffer(null)} />
      )}
      {hub !== null && search.asksToBrowse && (
        <BrowseDialog hub={hub} onAllow={search.allow} onClose={search.stayOffline} />
      )}
      {hub !== null && settingsOpen && <HubSettings hub={hub} onClose={() => setSettingsOpen(false)} />}
    </MainPane>
  );
}
