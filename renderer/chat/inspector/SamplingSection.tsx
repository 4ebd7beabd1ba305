import { useEffect, useRef, useState } from "react";
import type { Preset, Sampling } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { NumberOrNothing } from "./NumberOrNothing.tsx";
import { PresetRow } from "./PresetRow.tsx";
import { presetOf, presetName } from "./presets.ts";
import { SamplingSlider } from "./SamplingSlider.tsx";
import { StopSequences } from "./StopSequences.tsx";
import { useSettling } from "./use-settling.ts";

export interface SamplingSectionProps {
  sampling: Sampling;
  presets: readonly Preset[];
  onChange: (sampling: Sampling) => void;
  onSavePreset: (name: string, sampling: Sampling) => void;
  onRemovePreset: (preset: Preset) => void;
}

/** How the next word is drawn. Folded to the preset's name; each knob explains itself. */
export function SamplingSection({ sampling, presets, onChange, onSavePreset, onRemovePreset }: SamplingSectionProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) section.current?.scrollIntoView({ block: "start" });
  }, [open]);
  const [held, setHeld] = useSettling(sampling, onChange);
  const set = (change: Partial<Sampling>) => setHeld({ ...held, ...change });
  const preset = presetOf(held, presets);
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
          <PresetRow
            presets={presets}
            preset={preset}
            onChoose={(chosen) => setHeld(chosen.sampling)}
            onSave={(name) => onSavePreset(name, held)}
            onRemove={onRemovePreset}
          />
          <SamplingSlider knob="temperature" sampling={held} onChange={set} min={0} max={2} step={0.05} usual={0.8} />
          <SamplingSlider knob="topP" sampling={held} onChange={set} min={0} max={1} step={0.01} usual={0.95} />
          <SamplingSlider knob="topK" sampling={held} onChange={set} min={0} max={200} step={1} usual={40} />
          <SamplingSlider knob="minP" sampling={held} onChange={set} min={0} max={1} step={0.01} usual={0.05} />
          <SamplingSlider knob="repeatPenalty" sampling={held} onChange={set} min={1} max={2} step={0.05} usual={1} />
          <NumberOrNothing
            label={t("chat.sampling.maxTokens")}
            help={t("chat.sampling.maxTokens.help")}
            nothing={t("chat.sampling.maxTokens.none")}
            value={held.maxTokens}
            min={1}
            max={1_000_000}
            onChange={(maxTokens) => set({ maxTokens })}
          />
          <NumberOrNothing
            label={t("chat.sampling.seed")}
            help={t("chat.sampling.seed.help")}
            nothing={t("chat.sampling.seed.none")}
            value={held.seed}
            min={0}
            max={0xffffffff}
            onChange={(seed) => set({ seed })}
          />
          <StopSequences value={held.stopSequences} onChange={(stopSequences) => set({ stopSequences })} />
          <p className="tiny t3">{t("chat.sampling.note")}</p>
        </>
      )}
    </section>
  );
}
