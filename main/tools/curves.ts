/**
 * `npm run curves`: draws the losses in resources/docs/training-curves.json as a picture beside it. With `--run LOG` (of `npm run train --
 * --json`), `--peft LOG` (of the bench `train`) or `--held-out 0=3.1,400=2.7` the numbers are taken from there first.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { drawCharts } from "./curves/chart.ts";
import { type Curves, curves, peftOf, runOf } from "./curves/points.ts";
import { root } from "./test/command.ts";

const numbersFile = join(root, "resources/docs/training-curves.json");
const pictureFile = join(root, "resources/docs/training-curves.svg");

const { values } = parseArgs({
  options: {
    run: { type: "string" },
    batch: { type: "string", default: "4" },
    peft: { type: "string" },
    "held-out": { type: "string" },
  },
});

const numbers = updated(curves.parse(JSON.parse(readFileSync(numbersFile, "utf8"))));
writeFileSync(numbersFile, `${JSON.stringify(numbers, null, 2)}\n`);
writeFileSync(pictureFile, picture(numbers));

function updated(before: Curves): Curves {
  const after = { ...before };
  if (values.run !== undefined) after.run = runOf(readFileSync(values.run, "utf8"), Number(values.batch));
  if (values.peft !== undefined) after.peft = peftOf(readFileSync(values.peft, "utf8"));
  if (values["held-out"] !== undefined) {
    after.heldOut = values["held-out"].split(",").map((pair) => {
      const [examples, loss] = pair.split("=").map(Number);
      return [examples ?? NaN, loss ?? NaN];
    });
  }
  return curves.parse(after);
}

function picture({ run, heldOut, peft }: Curves): string {
  return drawCharts(
    [
      {
        title: "MTS-Dialog: nats a token",
        xLabel: `examples learnt, of ${run.ofExamples.toLocaleString("en")}`,
        series: [
          { name: "learnt, mean of 50", colour: "a", points: run.losses },
          { name: "validation file", colour: "b", isPoints: true, points: heldOut },
        ],
      },
      {
        title: "The same steps in PyTorch with PEFT",
        xLabel: "examples learnt",
        series: [
          { name: "Cloister", colour: "a", points: peft.ours },
          { name: "PEFT", colour: "b", points: peft.theirs },
        ],
      },
    ],
    "Losses over examples: of a training on MTS-Dialog with its validation file, and of the same steps here and in PEFT.",
  );
}
