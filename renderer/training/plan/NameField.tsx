import { useState } from "react";
import type { Training } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { TextField } from "#renderer/ui/Field.tsx";

/** What the adapter will be called on the shelf. An empty name is not kept. */
export function NameField({ training, onName }: { training: Training; onName: (name: string) => void }) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const keep = () => {
    const name = typed?.trim() ?? "";
    if (name !== "" && name !== training.name) onName(name);
    setTyped(null);
  };
  return (
    <TextField
      className="training-name"
      label={t("training.name")}
      value={typed ?? training.name}
      maxLength={120}
      onChange={setTyped}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
      }}
    />
  );
}
