import uPlot from "uplot";
import type { ChartColours } from "./colours.ts";

export const HEIGHT_PX = 236;

/** What is drawn beside the curves; changed in place as it goes on. */
export interface Marks {
  step: number;
  steps: number;
  /** At the ends of the curves; "" for none. */
  heldOut: string;
  learnt: string;
}

/** How far apart two words must be. */
const WORDS_PX = 16;

export function chartOptions(
  width: number,
  colours: ChartColours,
  marks: Marks,
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const axis = {
    stroke: colours.text,
    font: `12px ${colours.font}`,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT_PX,
    padding: [10, 6, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: (_chart, _min, max) => [0, Math.max(marks.steps, max, 1)] },
      y: { range: (_chart, min, max) => roomAround(min, max) },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 26, gap: 4, space: 64, values: (_chart, splits) => splits.map(whole) },
      { ...axis, size: 40, gap: 6, space: 36, values: (_chart, splits) => splits.map((value) => value.toFixed(1)) },
    ],
    series: [
      {},
      {
        stroke: colours.heldOut,
        width: 2,
        spanGaps: true,
        points: { show: true, size: 7, width: 2, fill: colours.surface, stroke: colours.heldOut },
      },
      { stroke: colours.learnt, width: 1.5, spanGaps: true, points: { show: false } },
    ],
    hooks: {
      drawClear: [(chart) => drawToCome(chart, marks, colours)],
      draw: [(chart) => drawWords(chart, marks, colours)],
      setCursor: [(chart) => onCursor(chart.cursor.idx ?? null)],
    },
  };
}

function whole(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString("en") : "";
}

/** A flat curve must not fill the whole height with its noise. */
function roomAround(min: number, max: number): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  const room = Math.max(0.1, (max - min) * 0.12);
  return [Math.max(0, min - room), max + room];
}

/** What is still to come is shaded, behind a line where it is now. */
function drawToCome(chart: uPlot, { step, steps }: Marks, colours: ChartColours): void {
  if (steps === 0 || step >= steps) return;
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(step, "x", true));
  ctx.save();
  ctx.globalAlpha = 0.4;
  ctx.fillStyle = colours.toCome;
  ctx.fillRect(x, bbox.top, bbox.left + bbox.width - x, bbox.height);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colours.now;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([3 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** The curves' names and last figures at their ends: beside what is still to come, else above them. */
function drawWords(chart: uPlot, marks: Marks, colours: ChartColours): void {
  const { ctx, bbox } = chart;
  const ratio = uPlot.pxRatio;
  const right = bbox.left + bbox.width;
  const now = chart.valToPos(Math.min(marks.step, chart.scales["x"]?.max ?? marks.step), "x", true);
  ctx.save();
  ctx.font = `500 ${12 * ratio}px ${colours.font}`;
  ctx.textBaseline = "middle";
  const widest = Math.max(ctx.measureText(marks.heldOut).width, ctx.measureText(marks.learnt).width);
  const isBeside = right - now > widest + 20 * ratio;
  ctx.textAlign = isBeside ? "left" : "right";
  const x = isBeside ? now + 10 * ratio : right - 4 * ratio;
  const lift = isBeside ? 0 : -18 * ratio;
  const words = [
    { text: marks.heldOut, colour: colours.heldOut, y: lastY(chart, 1) },
    { text: marks.learnt, colour: colours.learntWords, y: lastY(chart, 2) },
  ].flatMap((word) => (word.text === "" || word.y === null ? [] : [{ ...word, y: word.y + lift }]));
  words.sort((a, b) => a.y - b.y);
  let before = -Infinity;
  for (const { text, colour, y } of words) {
    before = Math.max(y, before + WORDS_PX * ratio, bbox.top + 6 * ratio);
    ctx.lineWidth = 4 * ratio;
    ctx.lineJoin = "round";
    ctx.strokeStyle = colours.surface;
    if (!isBeside) ctx.strokeText(text, x, before);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, before);
  }
  ctx.restore();
}

function lastY(chart: uPlot, series: number): number | null {
  const values: ArrayLike<number | null | undefined> = chart.data[series] ?? [];
  const value = Array.from(values).findLast((each) => each !== null && each !== undefined);
  return value === null || value === undefined ? null : chart.valToPos(value, "y", true);
}
