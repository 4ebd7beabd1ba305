import { useState } from "react";
import type { Preset } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Select, TextField } from "#renderer/ui/Field.tsx";
import { presetName } from "./presets.ts";

export interface PresetRowProps {
  presets: readonly Preset[];
  /** The one that is in use as it is, or null. */
  preset: Preset | null;
  onChoose: (preset: Preset) => void;
  onSave: (name: string) => void;
  onRemove: (preset: Preset) => void;
}

/** Choose a preset, keep the knobs as one, or take one of your own away. */
export function PresetRow({ presets, preset, onChoose, onSave, onRemove }: PresetRowProps) {
  const t = useText();
  const [name, setName] = useState<string | null>(null);
  const keep = () => {
    if (name !== null && name.trim() !== "") onSave(name.trim());
    setName(null);
  };
  const options = presets.map((one) => ({ value: one.id, label: presetName(one, t) }));
  return (
    <div className="preset-row">
      <Select
        label={t("chat.preset")}
        value={preset?.id ?? ""}
        options={preset === null ? [{ value: "", label: t("chat.sampling.own") }, ...options] : options}
        onChange={(id) => {
          const chosen = presets.find((one) => one.id === id);
          if (chosen !== undefined) onChoose(chosen);
        }}
      />
      {preset === null && name === null && (
        <Button kind="text" onClick={() => setName("")}>
          {t("chat.preset.keep")}
        </Button>
      )}
      {preset !== null && !preset.builtIn && (
        <Button kind="text" onClick={() => onRemove(preset)}>
          {t("chat.preset.remove")}
        </Button>
      )}
      {name !== null && (
        <div className="row preset-name">
          <TextField
            label={t("chat.preset.name")}
            hideLabel
            placeholder={t("chat.preset.name")}
            value={name}
            maxLength={80}
            onChange={setName}
            onKeyDown={(event) => {
              if (event.key === "Enter") keep();
            }}
          />
          <Button onClick={keep}>{t("ui.save")}</Button>
        </div>
      )}
    </div>
  );
}
