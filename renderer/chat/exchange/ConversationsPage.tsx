import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { askExport } from "./ask-export.ts";

/** Conversations that leave for other programs. */
export function ConversationsPage() {
  const t = useText();
  return (
    <div className="page mid settings">
      <SettingRow first title={t("exchange.export.all")} help={t("exchange.export.all.help")}>
        {() => (
          <Button icon="copy" onClick={() => askExport({ kind: "all" })}>
            {t("exchange.export.doAll")}
          </Button>
        )}
      </SettingRow>
    </div>
  );
}
