import { useId } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Switch } from "#renderer/ui/Switch.tsx";
import type { SettingName } from "./setting-name.ts";

export interface SettingSwitchProps {
  text: SettingName;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** On or off, with its name and what it does. */
export function SettingSwitch({ text, checked, onChange }: SettingSwitchProps) {
  const t = useText();
  const id = useId();
  return (
    <div className="row set-switch">
      <div className="grow">
        <label htmlFor={id} className="lab">
          {t(`training.set.${text}`)}
        </label>
        <p id={`${id}-help`} className="tiny t3">
          {t(`training.set.${text}.help`)}
        </p>
      </div>
      <Switch id={id} describedBy={`${id}-help`} checked={checked} onChange={onChange} />
    </div>
  );
}
