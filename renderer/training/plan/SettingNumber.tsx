import { useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { TextField } from "#renderer/ui/Field.tsx";
import type { SettingName } from "./setting-name.ts";

export interface SettingNumberProps {
  text: SettingName;
  value: number;
  min: number;
  max: number;
  /** Whole numbers only. */
  isWhole?: boolean;
  unit?: string;
  onChange: (value: number) => void;
}

/** A number with its bounds. What is none in range is said and not kept. */
export function SettingNumber({ text, value, min, max, isWhole, unit, onChange }: SettingNumberProps) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? String(value);
  const isRight = (words: string) => {
    const number = Number(words.replace(",", "."));
    return words.trim() !== "" && number >= min && number <= max && (!isWhole || Number.isInteger(number));
  };
  return (
    <TextField
      label={t(`training.set.${text}`)}
      help={t(`training.set.${text}.help`)}
      value={shown}
      unit={unit}
      error={isRight(shown) ? undefined : t(isWhole ? "chat.number.wrong" : "training.set.wrong", { min, max })}
      onChange={(words) => {
        setTyped(words);
        if (isRight(words)) onChange(Number(words.replace(",", ".")));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
