import { useEffect, useRef, useState } from "react";
import type { Sampling } from "#main/chat/contract.ts";
import { presetName, presetsFor } from "#renderer/app/preset-name.ts";
import { usePresets } from "#renderer/app/state/presets.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { SamplingKnobs } from "#renderer/ui/SamplingKnobs.tsx";
import { presetOf } from "./presets.ts";
import { useSettling } from "#renderer/app/use-settling.ts";

export interface SamplingSectionProps {
  sampling: Sampling;
  modelId: string | null;
  onChange: (sampling: Sampling) => void;
}

/** How the next word is drawn. Folded to the name of the preset that it comes from. */
export function SamplingSection({ sampling, modelId, onChange }: SamplingSectionProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) section.current?.scrollIntoView({ block: "start" });
  }, [open]);
  const [held, setHeld] = useSettling(sampling, onChange);
  const presets = usePresets((view) => view.presets) ?? [];
  const preset = presetOf(held, presetsFor(presets, modelId));
  return (
    <section ref={section} className="sect" aria-labelledby="chat-sampling">
      <div className="row">
        <h3 id="chat-sampling">{t("chat.sampling")}</h3>
        <Button
          kind="text"
          aria-expanded={open}
          aria-label={open ? t("chat.sampling.fold") : t("chat.sampling.unfold")}
          onClick={() => setOpen(!open)}
        >
          {open ? t("chat.done") : t("chat.sampling.change")}
        </Button>
      </div>
      {!open && (
        <p className="small t2">
          {preset === null ? t("chat.sampling.own") : presetName(preset, t)} ·{" "}
          {t("chat.sampling.temperature").toLowerCase()} {held.temperature}
        </p>
      )}
      {open && (
        <>
          <SamplingKnobs sampling={held} onChange={(change) => setHeld({ ...held, ...change })} />
          <p className="tiny t3">{t("chat.sampling.note")}</p>
        </>
      )}
    </section>
  );
}
