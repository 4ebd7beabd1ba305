import { useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { TextField } from "#renderer/ui/Field.tsx";

export interface NumberOrNothingProps {
  label: string;
  help: string;
  /** What an empty field means ("drawn anew"), shown in it. */
  nothing: string;
  value: number | null;
  min: number;
  max: number;
  onChange: (value: number | null) => void;
}

/** A whole number, or nothing at all. What is no number in range is said and not saved. */
export function NumberOrNothing({ label, help, nothing, value, min, max, onChange }: NumberOrNothingProps) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? "" : String(value));
  const number = Number(shown);
  const wrong = shown.trim() !== "" && !(Number.isInteger(number) && number >= min && number <= max);
  return (
    <TextField
      label={label}
      help={help}
      placeholder={nothing}
      value={shown}
      error={wrong ? t("chat.number.wrong", { min, max }) : undefined}
      onChange={(text) => {
        setTyped(text);
        if (text.trim() === "") onChange(null);
        else if (Number.isInteger(Number(text)) && Number(text) >= min && Number(text) <= max) onChange(Number(text));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
