import { useState } from "react";
import type { DataReport } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** The first examples as the model reads them, with what it learns to write marked. */
export function Samples({ samples }: { samples: DataReport["samples"] }) {
  const t = useText();
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, samples.length - 1);
  const of = { at: at + 1, count: samples.length };
  return (
    <section className="as-read" aria-labelledby="training-samples">
      <div className="row">
        <h2 id="training-samples">{t("training.samples")}</h2>
        <span className="tiny t3 grow cut">
          {t.rich("training.samples.about", { mark: (parts) => <mark key="m">{parts}</mark> })}
        </span>
        <span className="tiny t3 n" role="status">
          {t("training.samples.at", of)}
        </span>
        <Button
          kind="quiet"
          size="sm"
          icon="left"
          label={t("training.samples.previous")}
          reason={at === 0 ? t("training.samples.first") : undefined}
          onClick={() => setChosen(at - 1)}
        />
        <Button
          kind="quiet"
          size="sm"
          icon="right"
          label={t("training.samples.next")}
          reason={at === samples.length - 1 ? t("training.samples.last") : undefined}
          onClick={() => setChosen(at + 1)}
        />
      </div>
      <div className="sample-text" role="region" aria-label={t("training.samples.region", of)} tabIndex={0}>
        {samples[at]?.map(({ text, isLearnt }, index) =>
          isLearnt ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
        )}
      </div>
    </section>
  );
}
