import type { TrainingSettings } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Select } from "#renderer/ui/Field.tsx";
import type { SettingsProps } from "./AllSettings.tsx";
import { SettingNumber } from "./SettingNumber.tsx";
import { SettingSwitch } from "./SettingSwitch.tsx";

const devices = ["auto", "cpu"] as const;
const types = ["auto", "bf16", "q8_0", "f16", "f32", "iq4_nl"] as const;

/** What costs time or memory and changes little of what is learnt. */
export function MachineSettings({ settings, onChange }: SettingsProps<TrainingSettings>) {
  const t = useText();
  return (
    <fieldset>
      <legend>{t("training.set.machine")}</legend>
      <div className="set-grid">
        <SettingNumber
          text="judgeEvery"
          value={settings.judgeEvery}
          min={1}
          max={100_000}
          isWhole
          onChange={(judgeEvery) => onChange({ judgeEvery })}
        />
        <SettingNumber
          text="saveEvery"
          value={settings.saveEvery}
          min={1}
          max={100_000}
          isWhole
          onChange={(saveEvery) => onChange({ saveEvery })}
        />
        <SettingNumber
          text="pack"
          value={settings.packExamples}
          min={1}
          max={64}
          isWhole
          onChange={(packExamples) => onChange({ packExamples })}
        />
        <Select
          label={t("training.set.backwardType")}
          help={t("training.set.backwardType.help")}
          value={settings.backwardType}
          options={types.map((value) => ({ value, label: t(`training.set.backwardType.${value}`) }))}
          onChange={(backwardType) => onChange({ backwardType })}
        />
        <Select
          label={t("training.set.device")}
          help={t("training.set.device.help")}
          value={settings.device === "cpu" ? "cpu" : "auto"}
          options={devices.map((value) => ({ value, label: t(`training.set.device.${value}`) }))}
          onChange={(device) => onChange({ device })}
        />
      </div>
      <SettingSwitch
        text="checkpointing"
        checked={settings.isCheckpointing}
        onChange={(isCheckpointing) => onChange({ isCheckpointing })}
      />
    </fieldset>
  );
}
