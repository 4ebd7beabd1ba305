import type { Sampling } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Slider } from "#renderer/ui/Slider.tsx";

type Knob = "temperature" | "topP" | "topK" | "minP" | "repeatPenalty";

export interface SamplingSliderProps {
  knob: Knob;
  sampling: Sampling;
  min: number;
  max: number;
  step: number;
  /** Where a double click leads back to. */
  usual: number;
  onChange: (change: Partial<Sampling>) => void;
}

/** One knob of sampling with the field's word and what it does. */
export function SamplingSlider({ knob, sampling, onChange, ...range }: SamplingSliderProps) {
  const t = useText();
  return (
    <Slider
      label={t(`chat.sampling.${knob}`)}
      help={t(`chat.sampling.${knob}.help`)}
      value={sampling[knob]}
      onChange={(value) => onChange({ [knob]: value })}
      {...range}
    />
  );
}
