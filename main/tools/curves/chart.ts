/** A line, or points alone, over a number of examples. Losses in nats a token. */
export interface Series {
  readonly name: string;
  /** A class of the style below. */
  readonly colour: "a" | "b";
  readonly isPoints?: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly series: readonly Series[];
}

const WIDTH = 420;
const HEIGHT = 300;
const GAP = 24;
const PLOT = { left: 46, right: 14, top: 62, bottom: 42 };
/** Gridlines, about. */
const TICKS = 5;

/** The colours of the app's own two themes, so that the picture is read on either. */
const STYLE = `
  svg { font: 12px system-ui, sans-serif; }
  .back { fill: #fbfaf7; } .text { fill: #24262b; } .soft { fill: #5d626c; } .grid { stroke: #dcd9d1; }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
  .a { --c: #2f5fb3; } .b { --c: #b3561f; }
  .line.a, .line.b { stroke: var(--c); } .dot.a, .dot.b { fill: var(--c); } .b.line { stroke-dasharray: 6 4; }
  @media (prefers-color-scheme: dark) {
    .back { fill: #17181b; } .text { fill: #eceae4; } .soft { fill: #a5a9b2; } .grid { stroke: #34363c; }
    .a { --c: #86aef0; } .b { --c: #f0a06a; }
  }`;

/** Charts beside one another as one SVG picture; `about` is read to those who do not see it. */
export function drawCharts(charts: readonly Chart[], about: string): string {
  const width = charts.length * WIDTH + (charts.length - 1) * GAP;
  const drawn = charts.map(
    (chart, at) => `<g transform="translate(${String(at * (WIDTH + GAP))} 0)">${draw(chart)}</g>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(HEIGHT)}" role="img" aria-label="${escaped(about)}">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="back" width="${String(width)}" height="${String(HEIGHT)}" rx="8"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function draw({ title, xLabel, series }: Chart): string {
  const all = series.flatMap(({ points }) => points);
  const xs = ticksOf(0, Math.max(...all.map(([x]) => x)));
  const ys = ticksOf(Math.min(...all.map(([, y]) => y)), Math.max(...all.map(([, y]) => y)));
  const x = scale(xs, PLOT.left, WIDTH - PLOT.right);
  const y = scale(ys, HEIGHT - PLOT.bottom, PLOT.top);
  const at = ([px, py]: readonly [number, number]): string => `${x(px).toFixed(1)},${y(py).toFixed(1)}`;
  const parts = [`<text class="text" x="16" y="26" font-size="14" font-weight="600">${escaped(title)}</text>`];
  for (const tick of ys) {
    const height = y(tick).toFixed(1);
    parts.push(
      `<line class="grid" x1="${String(PLOT.left)}" x2="${String(WIDTH - PLOT.right)}" y1="${height}" y2="${height}"/>`,
    );
    parts.push(
      `<text class="soft" text-anchor="end" x="${String(PLOT.left - 8)}" y="${(y(tick) + 4).toFixed(1)}">${said(tick)}</text>`,
    );
  }
  for (const tick of xs) {
    parts.push(
      `<text class="soft" text-anchor="middle" x="${x(tick).toFixed(1)}" y="${String(HEIGHT - 24)}">${said(tick)}</text>`,
    );
  }
  parts.push(
    `<text class="soft" text-anchor="middle" x="${String((PLOT.left + WIDTH - PLOT.right) / 2)}" y="${String(HEIGHT - 8)}">${escaped(xLabel)}</text>`,
  );
  let legend = 16;
  for (const { name, colour, isPoints, points } of series) {
    parts.push(isPoints ? "" : `<polyline class="line ${colour}" points="${points.map(at).join(" ")}"/>`);
    const dots = isPoints ? points : [];
    parts.push(
      ...dots.map(
        ([px, py]) => `<circle class="dot ${colour}" cx="${x(px).toFixed(1)}" cy="${y(py).toFixed(1)}" r="4.5"/>`,
      ),
    );
    parts.push(
      isPoints
        ? `<circle class="dot ${colour}" cx="${String(legend + 9)}" cy="44" r="4.5"/>`
        : `<line class="line ${colour}" x1="${String(legend)}" x2="${String(legend + 18)}" y1="44" y2="44"/>`,
      `<text class="text" x="${String(legend + 24)}" y="48">${escaped(name)}</text>`,
    );
    legend += 24 + name.length * 6.4 + 20;
  }
  return parts.filter((part) => part !== "").join("\n");
}

/** Round numbers from at or below the least to at or above the most. */
export function ticksOf(least: number, most: number): number[] {
  const raw = Math.max(most - least, 1e-9) / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const first = Math.floor(least / step);
  const last = Math.ceil(most / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

function scale(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const [least = 0, most = 1] = [ticks[0], ticks.at(-1)];
  return (value) => from + ((value - least) / (most - least)) * (to - from);
}

function said(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 3 });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
