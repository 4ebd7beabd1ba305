import { useState } from "react";
import type { CurvePoint, Training } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { CurveTable } from "./CurveTable.tsx";
import { findingOf } from "./finding.ts";
import { LossChart } from "./LossChart.tsx";
import { twoDecimals } from "../numbers.ts";
import "./curve.css";

/** How surprised the model is by the texts, as it learns; as a picture or as a table. */
export function LossSection({ training, points }: { training: Training; points: readonly CurvePoint[] }) {
  const t = useText();
  const [asTable, setAsTable] = useState(false);
  const { state, run } = training;
  // One that is done has nothing to come.
  const steps = (state === "done" ? run?.step : run?.steps) ?? 0;
  const heldOut = points.filter(({ heldOutLoss }) => heldOutLoss !== null);
  const learnt = points.filter(({ loss }) => loss !== null);
  const last = { heldOut: heldOut.at(-1)?.heldOutLoss ?? null, learnt: learnt.at(-1)?.loss ?? null };
  const description = [
    heldOut.length > 1 &&
      t("training.curve.text.heldOut", {
        first: twoDecimals(heldOut[0]?.heldOutLoss ?? 0),
        last: twoDecimals(last.heldOut ?? 0),
        step: heldOut.at(-1)?.step ?? 0,
      }),
    learnt.length > 1 &&
      t("training.curve.text.learnt", {
        first: twoDecimals(learnt[0]?.loss ?? 0),
        last: twoDecimals(last.learnt ?? 0),
      }),
  ];
  const isEmpty = points.length < 2;
  return (
    <section className="loss" aria-labelledby="training-loss">
      <div className="row">
        <h2 id="training-loss" className="grow">
          {t("training.curve")}
        </h2>
        {!isEmpty && (
          <Button kind="text" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {t(asTable ? "training.curve.asPicture" : "training.curve.asTable")}
          </Button>
        )}
      </div>
      <p className="small t2">
        {t("training.curve.about")} {t(`training.curve.${findingOf(points)}`)}
      </p>
      {isEmpty && <p className="small t3 none-yet">{t("training.curve.empty")}</p>}
      {!isEmpty && asTable && <CurveTable points={points} />}
      {!isEmpty && !asTable && (
        <LossChart
          points={points}
          steps={steps}
          step={run?.step ?? 0}
          label={t("training.curve")}
          description={description.filter(Boolean).join(" ")}
        />
      )}
      <p className="tiny t3">{t("training.curve.field")}</p>
    </section>
  );
}
