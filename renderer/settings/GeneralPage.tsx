import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { Select } from "#renderer/ui/Field.tsx";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";
import { InstructionsField } from "./InstructionsField.tsx";
import { SettingsPage } from "./SettingsPage.tsx";

/** Look, messages of the system, instructions of new chats, what a screen reader hears. */
export function GeneralPage() {
  const t = useText();
  const host = useHost();
  return (
    <SettingsPage>
      {(settings, save) => (
        <>
          <SettingRow first title={t("settings.theme")} help={t("settings.theme.help")}>
            {() => (
              <Segmented
                label={t("settings.theme")}
                value={settings.theme}
                options={[
                  { value: "system", label: t("settings.theme.system") },
                  { value: "light", label: t("settings.theme.light") },
                  { value: "dark", label: t("settings.theme.dark") },
                ]}
                onChange={(theme) => save({ theme })}
              />
            )}
          </SettingRow>
          <SettingRow title={t("settings.notifications")} help={t("settings.notifications.help")}>
            {(ids) => (
              <Switch
                {...ids}
                checked={settings.notifications && host?.kind !== "headless"}
                reason={host?.kind === "headless" ? t("settings.notifications.notHere") : undefined}
                onChange={(notifications) => save({ notifications })}
              />
            )}
          </SettingRow>
          <SettingRow title={t("settings.titles")} help={t("settings.titles.help")}>
            {(ids) => (
              <Switch {...ids} checked={settings.titlesByModel} onChange={(titlesByModel) => save({ titlesByModel })} />
            )}
          </SettingRow>
          <SettingRow title={t("settings.announce")} help={t("settings.announce.help")}>
            {() => (
              <Select
                label={t("settings.announce")}
                hideLabel
                value={settings.announce}
                options={[
                  { value: "sentences", label: t("settings.announce.sentences") },
                  { value: "end", label: t("settings.announce.end") },
                ]}
                onChange={(announce) => save({ announce })}
              />
            )}
          </SettingRow>
          <SettingRow high title={t("settings.instructions")} help={t("settings.instructions.help")}>
            {() => (
              <InstructionsField
                saved={settings.defaultSystemPrompt}
                onSave={(defaultSystemPrompt) => save({ defaultSystemPrompt })}
              />
            )}
          </SettingRow>
        </>
      )}
    </SettingsPage>
  );
}
