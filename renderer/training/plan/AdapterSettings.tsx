import type { LoraModule, TrainingSettings } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { NumberOrNothing } from "#renderer/ui/NumberOrNothing.tsx";
import type { SettingsProps } from "./AllSettings.tsx";
import { SettingNumber } from "./SettingNumber.tsx";
import { SettingSwitch } from "./SettingSwitch.tsx";

const modules = [
  ...(["attn_q", "attn_k", "attn_v", "attn_output"] as const),
  ...(["ffn_gate", "ffn_up", "ffn_down"] as const),
] satisfies readonly LoraModule[];

/** How large the adapter is, and which parts of the model it changes. */
export function AdapterSettings({ settings, onChange }: SettingsProps<TrainingSettings>) {
  const t = useText();
  const toggle = (module: LoraModule) => {
    const chosen = modules.filter((each) => settings.modules.includes(each) !== (each === module));
    if (chosen.length > 0) onChange({ modules: chosen });
  };
  return (
    <fieldset>
      <legend>{t("training.set.adapter")}</legend>
      <div className="set-grid">
        <SettingNumber
          text="rank"
          value={settings.rank}
          min={1}
          max={256}
          isWhole
          onChange={(rank) => onChange({ rank })}
        />
        <SettingNumber
          text="alpha"
          value={settings.alpha}
          min={0.01}
          max={4_096}
          onChange={(alpha) => onChange({ alpha })}
        />
        <SettingNumber
          text="dropout"
          value={settings.dropout}
          min={0}
          max={0.9}
          onChange={(dropout) => onChange({ dropout })}
        />
        <NumberOrNothing
          label={t("training.set.lastLayers")}
          help={t("training.set.lastLayers.help")}
          nothing={t("training.set.lastLayers.all")}
          value={settings.lastLayers}
          min={1}
          max={1_000}
          onChange={(lastLayers) => onChange({ lastLayers })}
        />
      </div>
      <SettingSwitch
        text="rankStabilised"
        checked={settings.isRankStabilised}
        onChange={(isRankStabilised) => onChange({ isRankStabilised })}
      />
      <div className="modules" role="group" aria-labelledby="training-modules" aria-describedby="training-modules-help">
        <p className="lab" id="training-modules">
          {t("training.set.modules")}
        </p>
        <div className="row">
          {modules.map((module) => (
            <label key={module} className="small">
              <input type="checkbox" checked={settings.modules.includes(module)} onChange={() => toggle(module)} />
              {t(`training.set.module.${module}`)}
            </label>
          ))}
        </div>
        <p className="tiny t3" id="training-modules-help">
          {t("training.set.modules.help")}
        </p>
      </div>
    </fieldset>
  );
}
