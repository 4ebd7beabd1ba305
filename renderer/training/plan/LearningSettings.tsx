import type { TrainingSettings } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Select } from "#renderer/ui/Field.tsx";
import { NumberOrNothing } from "#renderer/ui/NumberOrNothing.tsx";
import type { SettingsProps } from "./AllSettings.tsx";
import { SettingNumber } from "./SettingNumber.tsx";

/** How long and how fast it learns. */
export function LearningSettings({ settings, onChange }: SettingsProps<TrainingSettings>) {
  const t = useText();
  return (
    <fieldset>
      <legend>{t("training.set.learning")}</legend>
      <div className="set-grid">
        <SettingNumber
          text="epochs"
          value={settings.epochs}
          min={0.01}
          max={100}
          onChange={(epochs) => onChange({ epochs })}
        />
        <NumberOrNothing
          label={t("training.set.maxSteps")}
          help={t("training.set.maxSteps.help")}
          nothing={t("training.set.maxSteps.none")}
          value={settings.maxSteps}
          min={1}
          max={10_000_000}
          onChange={(maxSteps) => onChange({ maxSteps })}
        />
        <NumberOrNothing
          label={t("training.set.patience")}
          help={t("training.set.patience.help")}
          nothing={t("training.set.patience.none")}
          value={settings.patience}
          min={1}
          max={1_000}
          onChange={(patience) => onChange({ patience })}
        />
        <SettingNumber
          text="rate"
          value={settings.learningRate}
          min={1e-8}
          max={1}
          onChange={(learningRate) => onChange({ learningRate })}
        />
        <Select
          label={t("training.set.schedule")}
          help={t("training.set.schedule.help")}
          value={settings.schedule}
          options={(["cosine", "linear", "constant"] as const).map((value) => ({
            value,
            label: t(`training.set.schedule.${value}`),
          }))}
          onChange={(schedule) => onChange({ schedule })}
        />
        <SettingNumber
          text="warmup"
          value={Math.round(settings.warmup * 1_000) / 10}
          min={0}
          max={100}
          unit="%"
          onChange={(percent) => onChange({ warmup: percent / 100 })}
        />
        <SettingNumber
          text="batch"
          value={settings.batchExamples}
          min={1}
          max={1_024}
          isWhole
          onChange={(batchExamples) => onChange({ batchExamples })}
        />
        <SettingNumber
          text="decay"
          value={settings.weightDecay}
          min={0}
          max={1}
          onChange={(weightDecay) => onChange({ weightDecay })}
        />
        <SettingNumber
          text="clip"
          value={settings.clipNorm}
          min={0}
          max={1_000}
          onChange={(clipNorm) => onChange({ clipNorm })}
        />
        <SettingNumber
          text="seed"
          value={settings.seed}
          min={0}
          max={4_294_967_295}
          isWhole
          onChange={(seed) => onChange({ seed })}
        />
      </div>
    </fieldset>
  );
}
