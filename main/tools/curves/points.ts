import { z } from "zod";

/** What the picture of "How training works here" is drawn of; kept beside it. */
export const curves = z.strictObject({
  /** One pass over MTS-Dialog's training file: mean loss of each 50 examples. */
  run: z.strictObject({
    examples: z.number(),
    ofExamples: z.number(),
    losses: z.array(z.tuple([z.number(), z.number()])),
  }),
  /** On its validation file, after so many examples. */
  heldOut: z.array(z.tuple([z.number(), z.number()])),
  /** The same examples in the same order from the same numbers: mean loss of each ten, ours and PEFT's. */
  peft: z.strictObject({
    ours: z.array(z.tuple([z.number(), z.number()])),
    theirs: z.array(z.tuple([z.number(), z.number()])),
  }),
});
export type Curves = z.infer<typeof curves>;

type Point = [x: number, y: number];

const BLOCK = 50;

const stepLine = z.object({ type: z.literal("step"), report: z.object({ step: z.number(), loss: z.number() }) });
const planLine = z.object({
  type: z.literal("data"),
  report: z.object({ training: z.object({ examples: z.number() }) }),
});

/** From what `npm run train -- --json` printed, also over several stops: the last time that a step was taken counts. */
export function runOf(log: string, batchExamples: number): Curves["run"] {
  const losses = new Map<number, number>();
  let ofExamples = 0;
  for (const line of jsonLines(log)) {
    const step = stepLine.safeParse(line).data;
    if (step !== undefined) losses.set(step.report.step, step.report.loss);
    ofExamples = planLine.safeParse(line).data?.report.training.examples ?? ofExamples;
  }
  const last = Math.max(0, ...losses.keys());
  const examples = Math.min(last * batchExamples, ofExamples);
  const blocks = new Map<number, { sum: number; examples: number }>();
  for (let step = 1; step <= last; step += 1) {
    const loss = losses.get(step);
    if (loss === undefined) throw new Error(`The log has no step ${String(step)}`);
    const count = Math.min(batchExamples, ofExamples - (step - 1) * batchExamples);
    const block = Math.floor(((step - 1) * batchExamples) / BLOCK);
    const { sum, examples } = blocks.get(block) ?? { sum: 0, examples: 0 };
    blocks.set(block, { sum: sum + loss * count, examples: examples + count });
  }
  const points = [...blocks].map(([block, { sum, examples: count }]): Point => {
    return [Math.min((block + 1) * BLOCK, examples), rounded(sum / count)];
  });
  return { examples, ofExamples, losses: points };
}

const figure = z.object({
  bench: z.literal("train"),
  metric: z.string().regex(/^loss\d+$/),
  value: z.number(),
  reference: z.number(),
});

/** From what `npm run -s bench -- train` printed. */
export function peftOf(log: string): Curves["peft"] {
  const found = jsonLines(log).flatMap((line) => figure.safeParse(line).data ?? []);
  const at = (metric: string): number => Number(metric.slice("loss".length));
  return {
    ours: found.map(({ metric, value }): Point => [at(metric), value]),
    theirs: found.map(({ metric, reference }): Point => [at(metric), reference]),
  };
}

function jsonLines(log: string): unknown[] {
  return log
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as unknown);
}

function rounded(loss: number): number {
  return Number(loss.toFixed(4));
}
