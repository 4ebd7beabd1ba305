import { useState } from "react";
import type { DataSettings } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Select, TextArea } from "#renderer/ui/Field.tsx";
import type { SettingsProps } from "./AllSettings.tsx";
import { SettingNumber } from "./SettingNumber.tsx";

/** How the texts become what the model reads. */
export function TextSettings({ settings, onChange }: SettingsProps<DataSettings>) {
  const t = useText();
  const [template, setTemplate] = useState<string | null>(null);
  const keepTemplate = () => {
    if (template !== null) onChange({ template: template.trim() === "" ? null : template });
    setTemplate(null);
  };
  return (
    <fieldset>
      <legend>{t("training.set.texts")}</legend>
      <div className="set-grid">
        <SettingNumber
          text="context"
          value={settings.contextTokens}
          min={16}
          max={1_048_576}
          isWhole
          onChange={(contextTokens) => onChange({ contextTokens })}
        />
        <Select
          label={t("training.set.tooLong")}
          help={t("training.set.tooLong.help")}
          value={settings.tooLong}
          options={(["cut", "drop"] as const).map((value) => ({ value, label: t(`training.set.tooLong.${value}`) }))}
          onChange={(tooLong) => onChange({ tooLong })}
        />
        <SettingNumber
          text="heldOut"
          value={Math.round(settings.heldOut * 100)}
          min={0}
          max={50}
          unit="%"
          onChange={(percent) => onChange({ heldOut: percent / 100 })}
        />
        <SettingNumber
          text="dataSeed"
          value={settings.seed}
          min={0}
          max={4_294_967_295}
          isWhole
          onChange={(seed) => onChange({ seed })}
        />
      </div>
      <TextArea
        label={t("training.set.template")}
        help={t("training.set.template.help")}
        placeholder={t("training.set.template.own")}
        rows={3}
        value={template ?? settings.template ?? ""}
        onChange={setTemplate}
        onBlur={keepTemplate}
      />
    </fieldset>
  );
}
