import { useState } from "react";
import type { Quantisation, QuantiseOptions, QuantisePlan } from "#main/models/quantise/contract.ts";
import { type TextKey, useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Select } from "#renderer/ui/Field.tsx";
import { formatBytes } from "#renderer/ui/units.ts";
import { planKey, sizeText } from "./size-text.ts";

/** What each of the suggested types is for. */
const WORDS: Partial<Record<Quantisation, TextKey>> = {
  Q8_0: "quantise.type.Q8_0",
  Q6_K: "quantise.type.Q6_K",
  Q5_K_M: "quantise.type.Q5_K_M",
  Q4_K_M: "quantise.type.Q4_K_M",
  IQ3_M: "quantise.type.IQ3_M",
  IQ2_M: "quantise.type.IQ2_M",
};

export interface SizeChoiceProps {
  options: QuantiseOptions;
  type: Quantisation;
  plan: QuantisePlan | null;
  onChange: (type: Quantisation) => void;
}

/** How small: a few that most people should choose from, or every type there is. */
export function SizeChoice({ options, type, plan, onChange }: SizeChoiceProps) {
  const t = useText();
  const [all, setAll] = useState(false);
  const shown = options.types.filter((each) => all || each.suggested || each.type === type);
  return (
    <div className="size-choice">
      <div className="row size-row">
        <Select
          className="grow"
          label={t("quantise.size")}
          value={type}
          options={shown.map((each) => {
            const words = WORDS[each.type];
            const label =
              words === undefined ? each.type : t("quantise.size.option", { type: each.type, words: t(words) });
            return { value: each.type, label };
          })}
          onChange={onChange}
        />
        <Button kind="text" onClick={() => setAll(!all)}>
          {all ? t("quantise.size.fewer") : t("quantise.size.all", { count: options.types.length })}
        </Button>
      </div>
      <p className="small t2" role="status">
        {plan === null ? t("quantise.plan.working") : planText()}
      </p>
      {plan !== null && plan.fallbacks > 0 && (
        <p className="tiny t3">{t("quantise.plan.fallbacks", { count: plan.fallbacks })}</p>
      )}
    </div>
  );

  function planText(): string {
    if (plan === null) return "";
    return t(planKey(plan), {
      part: 1 - plan.bytes / plan.sourceBytes,
      bytes: sizeText(plan.bytes),
      source: sizeText(plan.sourceBytes),
      free: formatBytes(plan.freeBytes),
    });
  }
}
