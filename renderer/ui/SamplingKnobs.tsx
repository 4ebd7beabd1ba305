import type { Sampling } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { NumberOrNothing } from "./NumberOrNothing.tsx";
import { SamplingSlider } from "./SamplingSlider.tsx";
import { StopSequences } from "./StopSequences.tsx";

export interface SamplingKnobsProps {
  sampling: Sampling;
  onChange: (change: Partial<Sampling>) => void;
}

/** Everything that decides how the next word is drawn; each knob explains itself. */
export function SamplingKnobs({ sampling, onChange }: SamplingKnobsProps) {
  const t = useText();
  const knob = { sampling, onChange };
  return (
    <>
      <SamplingSlider knob="temperature" {...knob} min={0} max={2} step={0.05} usual={0.8} />
      <SamplingSlider knob="topP" {...knob} min={0} max={1} step={0.01} usual={0.95} />
      <SamplingSlider knob="topK" {...knob} min={0} max={200} step={1} usual={40} />
      <SamplingSlider knob="minP" {...knob} min={0} max={1} step={0.01} usual={0.05} />
      <SamplingSlider knob="repeatPenalty" {...knob} min={1} max={2} step={0.05} usual={1} />
      <NumberOrNothing
        label={t("chat.sampling.maxTokens")}
        help={t("chat.sampling.maxTokens.help")}
        nothing={t("chat.sampling.maxTokens.none")}
        value={sampling.maxTokens}
        min={1}
        max={1_000_000}
        onChange={(maxTokens) => onChange({ maxTokens })}
      />
      <NumberOrNothing
        label={t("chat.sampling.seed")}
        help={t("chat.sampling.seed.help")}
        nothing={t("chat.sampling.seed.none")}
        value={sampling.seed}
        min={0}
        max={0xffffffff}
        onChange={(seed) => onChange({ seed })}
      />
      <StopSequences value={sampling.stopSequences} onChange={(stopSequences) => onChange({ stopSequences })} />
    </>
  );
}
