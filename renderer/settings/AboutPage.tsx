import { useState } from "react";
import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { NoticesDialog } from "./NoticesDialog.tsx";
import "./AboutPage.css";

/** Which Cloister this is, on what terms, from whose work, and where it keeps things. */
export function AboutPage() {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const [noticesOpen, setNoticesOpen] = useState(false);
  if (host === null) return null;
  const copyPath = async () => {
    await navigator.clipboard.writeText(host.dataDir);
    toast(t("settings.about.pathCopied"));
  };
  return (
    <div className="page mid settings">
      <section className="about" aria-label={t("app.name")}>
        <Icon name="arch" className="big" />
        <div>
          <p className="about-name">{t("app.name")}</p>
          <p className="t2 n">{t("settings.about.version", { version: host.version, kind: host.kind })}</p>
        </div>
      </section>
      <SettingRow title={t("settings.about.licence")} help={t("settings.about.licence.help")}>
        {() => <Button onClick={() => setNoticesOpen(true)}>{t("settings.about.notices")}</Button>}
      </SettingRow>
      <SettingRow title={t("settings.about.folder")} help={<span className="path">{host.dataDir}</span>}>
        {() =>
          host.canReveal ? (
            <Button icon="folder" onClick={() => void client.settings.reveal({ path: host.dataDir })}>
              {t("settings.about.reveal")}
            </Button>
          ) : (
            <Button icon="copy" onClick={() => void copyPath()}>
              {t("settings.about.copyPath")}
            </Button>
          )
        }
      </SettingRow>
      {noticesOpen && <NoticesDialog onClose={() => setNoticesOpen(false)} />}
    </div>
  );
}
