import { useId } from "react";
import type { Measurement } from "#main/models/presets/contract.ts";
import { dateText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { chartPoints, topOf } from "./chart-points.ts";
import { oneDecimal } from "./PresetsTable.tsx";

export interface SpeedChartProps {
  label: string;
  /** Oldest first; at least two. */
  measured: readonly Measurement[];
  value: "answerSpeed" | "promptSpeed";
}

const width = 280;
const height = 72;
const edge = 6;

/** A speed over time, each measurement a point. Its figures are in its description, and in the table. */
export function SpeedChart({ label, measured, value }: SpeedChartProps) {
  const t = useText();
  const id = useId();
  const values = measured.map((one) => one[value]);
  const points = chartPoints(values, width, height);
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined) return null;
  const description = t("preset.chart.text", {
    count: measured.length,
    from: dateText(first.at),
    to: dateText(last.at),
    lowest: oneDecimal(Math.min(...values)),
    highest: oneDecimal(Math.max(...values)),
    last: oneDecimal(last[value]),
  });
  return (
    <figure className="speed-chart">
      <figcaption className="tiny t2 row">
        <span className="grow">{label}</span>
        <span className="n t3">{t("preset.chart.top", { top: topOf(values) })}</span>
      </figcaption>
      <svg
        viewBox={`${-edge} ${-edge} ${width + 2 * edge} ${height + 2 * edge}`}
        role="img"
        aria-labelledby={`${id}-title ${id}-text`}
      >
        <title id={`${id}-title`}>{label}</title>
        <desc id={`${id}-text`}>{description}</desc>
        <line className="ground" x1={0} x2={width} y1={height} y2={height} />
        <line className="ground" x1={0} x2={width} y1={0} y2={0} />
        <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
        {points.map(({ x, y }, index) => (
          <circle key={index} cx={x} cy={y} r={index === points.length - 1 ? 4 : 2.5} />
        ))}
      </svg>
      <p className="tiny t3 row">
        <span className="grow">{dateText(first.at)}</span>
        <span>{dateText(last.at)}</span>
      </p>
    </figure>
  );
}
