import { useEffect, useId, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { CurvePoint } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { twoDecimals } from "../numbers.ts";
import { chartOptions, HEIGHT_PX, type Marks } from "./chart-options.ts";
import { readColours, useThemeCount } from "./colours.ts";

export interface LossChartProps {
  points: readonly CurvePoint[];
  /** All steps of the plan: how far to the right it will go. */
  steps: number;
  /** Where it is. */
  step: number;
  label: string;
  /** What the picture shows, in words. */
  description: string;
}

/** The two curves on a canvas; what it shows is in its description, and in the table. */
export function LossChart({ points, steps, step, label, description }: LossChartProps) {
  const t = useText();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const marks = useRef<Marks>({ step, steps, heldOut: "", learnt: "" });
  const latest = useRef<uPlot.AlignedData>([[], [], []]);
  const [at, setAt] = useState<CurvePoint | null>(null);
  const theme = useThemeCount();

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const options = chartOptions(element.clientWidth, readColours(element), marks.current, (index) => {
      const x = index === null ? undefined : latest.current[0][index];
      setAt(
        index === null || x === undefined
          ? null
          : { step: x, heldOutLoss: latest.current[1]?.[index] ?? null, loss: latest.current[2]?.[index] ?? null },
      );
    });
    const made = new uPlot(options, latest.current, element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [theme]);

  useEffect(() => {
    const last = (value: "heldOutLoss" | "loss") => points.findLast((point) => point[value] !== null)?.[value] ?? null;
    const named = (key: "training.curve.heldOut" | "training.curve.learnt", loss: number | null) =>
      loss === null ? "" : `${t(key)}, ${twoDecimals(loss)}`;
    Object.assign(marks.current, {
      ...{ step, steps },
      heldOut: named("training.curve.heldOut", last("heldOutLoss")),
      learnt: named("training.curve.learnt", last("loss")),
    });
    latest.current = [
      points.map((point) => point.step),
      points.map((point) => point.heldOutLoss),
      points.map((point) => point.loss),
    ];
    chart.current?.setData(latest.current);
  }, [points, step, steps, theme, t]);

  const figures =
    at === null
      ? []
      : [
          t("training.curve.at", { step: at.step }),
          at.heldOutLoss !== null && `${t("training.curve.heldOut")} ${twoDecimals(at.heldOutLoss)}`,
          at.loss !== null && `${t("training.curve.learnt")} ${twoDecimals(at.loss)}`,
        ];
  return (
    <figure className="loss-chart">
      <div role="img" aria-label={label} aria-describedby={`${id}-text`}>
        <div ref={box} aria-hidden="true" />
      </div>
      <figcaption className="sr" id={`${id}-text`}>
        {description}
      </figcaption>
      <p className="tiny t2 n readout" aria-hidden="true">
        {figures.filter(Boolean).join(" · ")}
      </p>
    </figure>
  );
}
