import { momentText } from "#renderer/app/formats.ts";
import { usePrivacy } from "#renderer/app/state/privacy.ts";
import { useNow } from "#renderer/app/use-now.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { ConnectionTable } from "./ConnectionTable.tsx";
import { Kept } from "./Kept.tsx";
import { RestoredNote } from "./RestoredNote.tsx";
import "./PrivacyPage.css";

/** What left this computer, what is encrypted, and what is kept where. */
export function PrivacyPage() {
  const t = useText();
  const now = useNow();
  const status = usePrivacy((all) => all);
  if (status === null) return null;
  const started = momentText(t, status.startedAt, now);
  return (
    <div className="page mid settings privacy">
      {status.restored !== null && <RestoredNote restored={status.restored} />}
      <section className="say" aria-labelledby="privacy-say">
        <h2 id="privacy-say">{t("privacy.say", { made: status.made })}</h2>
        <p className="t2 n">{t("privacy.since", { started, tried: status.tried, made: status.made })}</p>
      </section>
      <div>
        <SettingRow
          title={t("privacy.network")}
          help={t(status.network === "off" ? "privacy.network.off" : "privacy.network.on")}
        >
          {() =>
            status.network === "off" ? (
              <Badge tone="ok" icon="check">
                {t("privacy.network.isOff")}
              </Badge>
            ) : (
              <Badge tone="warn" icon="globe">
                {t("privacy.network.isOn")}
              </Badge>
            )
          }
        </SettingRow>
        <ConnectionTable status={status} />
      </div>
      <SettingRow title={t("privacy.vault")} help={t(`privacy.vault.${status.vault}`)}>
        {() => <Badge>{t(`privacy.vault.is.${status.vault}`)}</Badge>}
      </SettingRow>
      <Kept />
    </div>
  );
}
