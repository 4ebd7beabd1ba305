import { useText } from "#renderer/app/texts.ts";
import { useModelsView } from "#renderer/app/state/models.ts";
import { listedName } from "#renderer/app/tell-apart.ts";
import { Select } from "#renderer/ui/Field.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { choicesWith } from "./choices.ts";
import { Folders } from "./Folders.tsx";
import { SettingsPage } from "./SettingsPage.tsx";

const IDLE_MINUTES = [0, 5, 10, 15, 30, 60, 120];
const WARM_MB = [0, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];
const DISK_MB = [0, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** Which model new chats begin with, how long models stay in memory, what is kept of what they read, where they are looked for. */
export function MemoryPage() {
  const t = useText();
  const models = useModelsView((view) => view.models) ?? [];
  const usable = models.filter((model) => model.kind === "chat" || model.kind === "base");
  return (
    <SettingsPage>
      {(settings, save) => (
        <>
          <SettingRow first title={t("settings.defaultModel")} help={t("settings.defaultModel.help")}>
            {() => (
              <Select
                label={t("settings.defaultModel")}
                hideLabel
                value={settings.defaultModelId ?? ""}
                options={[
                  { value: "", label: t("settings.defaultModel.last") },
                  ...usable.map((model) => ({ value: model.id, label: listedName(model, usable, t) })),
                ]}
                onChange={(id) => save({ defaultModelId: id === "" ? null : id })}
              />
            )}
          </SettingRow>
          <SettingRow title={t("settings.idleUnload")} help={t("settings.idleUnload.help")}>
            {() => (
              <Select
                label={t("settings.idleUnload")}
                hideLabel
                value={String(settings.idleUnloadMinutes)}
                options={choicesWith(IDLE_MINUTES, settings.idleUnloadMinutes).map((minutes) => ({
                  value: String(minutes),
                  label: t("settings.idleUnload.minutes", { minutes }),
                }))}
                onChange={(minutes) => save({ idleUnloadMinutes: Number(minutes) })}
              />
            )}
          </SettingRow>
          <SettingRow title={t("settings.warmModels")} help={t("settings.warmModels.help")}>
            {() => (
              <Select
                label={t("settings.warmModels")}
                hideLabel
                value={String(settings.warmModelsMb)}
                options={choicesWith(WARM_MB, settings.warmModelsMb).map((mb) => ({
                  value: String(mb),
                  label: t("settings.warmModels.size", { mb, gb: mb / 1_000 }),
                }))}
                onChange={(mb) => save({ warmModelsMb: Number(mb) })}
              />
            )}
          </SettingRow>
          <SettingRow title={t("settings.kvStates")} help={t("settings.kvStates.help")}>
            {() => (
              <Select
                label={t("settings.kvStates")}
                hideLabel
                value={String(settings.kvStateDiskMb)}
                options={choicesWith(DISK_MB, settings.kvStateDiskMb).map((mb) => ({
                  value: String(mb),
                  label: t("settings.kvStates.size", { mb, gb: mb / 1_000 }),
                }))}
                onChange={(mb) => save({ kvStateDiskMb: Number(mb) })}
              />
            )}
          </SettingRow>
          <Folders />
        </>
      )}
    </SettingsPage>
  );
}
