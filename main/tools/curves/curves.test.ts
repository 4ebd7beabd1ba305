import { expect, test } from "vitest";
import { drawCharts, ticksOf } from "./chart.ts";
import { peftOf, runOf } from "./points.ts";

const step = (number: number, loss: number): string =>
  JSON.stringify({ type: "step", report: { step: number, loss, tokens: 9 } });

test("losses of a run are means of fifty examples, and a step that was taken again counts once", () => {
  const data = JSON.stringify({ type: "data", report: { training: { examples: 62 } } });
  // 13 steps of four are 52 examples: the last of them belongs to the next fifty by where it begins.
  const first = Array.from({ length: 15 }, (_, at) => step(at + 1, at < 13 ? 2 : 1));
  const log = [data, step(3, 99), "npm says something", ...first, step(16, 4)].join("\n");
  // Ten examples at 1, 1 and 4: the last step has two.
  expect(runOf(log, 4)).toEqual({
    examples: 62,
    ofExamples: 62,
    losses: [
      [50, 2],
      [62, 1.6],
    ],
  });
  expect(() => runOf([data, step(2, 1)].join("\n"), 4)).toThrow("no step 1");
});

test("both sides' losses are read from what the bench printed", () => {
  const line = (metric: string) => JSON.stringify({ bench: "train", metric, value: 3, unit: "nats", reference: 3.5 });
  expect(peftOf([line("loss10"), line("ratio"), line("loss20")].join("\n"))).toEqual({
    ours: [
      [10, 3],
      [20, 3],
    ],
    theirs: [
      [10, 3.5],
      [20, 3.5],
    ],
  });
});

test("ticks are round and hold all that is drawn", () => {
  expect(ticksOf(0, 1195)).toEqual([0, 500, 1000, 1500]);
  expect(ticksOf(2.31, 3.84)).toEqual([2, 2.5, 3, 3.5, 4]);
});

test("higher is further up, and there are colours for the dark", () => {
  const points = [
    [0, 4],
    [10, 2],
  ] as const;
  const picture = drawCharts([{ title: "A < B", xLabel: "x", series: [{ name: "n", colour: "a", points }] }], "about");
  const [, x1, y1, x2, y2] = /points="([\d.]+),([\d.]+) ([\d.]+),([\d.]+)"/.exec(picture)?.map(Number) ?? [];
  expect(x1).toBeLessThan(x2 ?? NaN);
  expect(y1).toBeLessThan(y2 ?? NaN);
  expect(picture).toContain("prefers-color-scheme: dark");
  expect(picture).toContain("A &lt; B");
});
