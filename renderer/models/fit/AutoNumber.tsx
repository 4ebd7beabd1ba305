import { useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { TextField } from "#renderer/ui/Field.tsx";

export interface AutoNumberProps {
  label: string;
  help: string;
  value: number | "auto";
  min: number;
  max: number;
  onChange: (value: number | "auto") => void;
}

/** A whole number; an empty field leaves it to the engine. It counts when the field is left. */
export function AutoNumber({ label, help, value, min, max, onChange }: AutoNumberProps) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const number = Number(typed);
  const wrong = typed !== null && typed.trim() !== "" && !(Number.isInteger(number) && number >= min && number <= max);
  const commit = () => {
    if (typed !== null && !wrong) onChange(typed.trim() === "" ? "auto" : number);
    setTyped(null);
  };
  return (
    <TextField
      label={label}
      help={help}
      placeholder={t("models.option.auto")}
      value={typed ?? (value === "auto" ? "" : String(value))}
      error={wrong ? t("models.number.wrong", { min, max }) : undefined}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}
