import { useEffect, useEffectEvent, useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { TextArea } from "#renderer/ui/Field.tsx";

const SAVED_AFTER_MS = 500;

/** Saves half a second after the last key, and when it is left. */
export function InstructionsField({ saved, onSave }: { saved: string; onSave: (text: string) => void }) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);

  const keep = useEffectEvent(() => {
    if (typed !== null && typed !== saved) onSave(typed);
  });
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => keep(), SAVED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // Another page is opened before the half second is over.
  useEffect(() => () => keep(), []);

  return (
    <TextArea
      label={t("settings.instructions")}
      hideLabel
      rows={4}
      placeholder={t("settings.instructions.example")}
      value={typed ?? saved}
      onChange={setTyped}
      onBlur={() => {
        if (typed !== null && typed !== saved) onSave(typed);
      }}
    />
  );
}
