import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { makeTrainVenv, pythonEnvironment } from "#main/tools/train-venv.ts";
import { exportPeft } from "#main/trainer/outputs/peft-export.ts";
import { FIXTURES, readFixture } from "#main/trainer/testing/fixture.ts";
import type { Bench } from "./lib/bench.ts";

const script = fileURLToPath(new URL("../main/trainer/testing/fixtures/check_peft.py", import.meta.url));

/** What check_peft.py prints of each model. */
interface Checked {
  readonly name: string;
  readonly loss: number;
  readonly expectedLoss: number;
  readonly largestDifference: number;
}

/** A bench and no test: it needs an environment with PyTorch, of a gigabyte or more. */
export const bench: Bench = {
  about:
    "adapters exported as PEFT, read by PEFT itself: its logits and loss against those from before they became GGUF",
  async run({ folder, report, note, signal }) {
    const python = await makeTrainVenv(note);
    for (const name of FIXTURES) {
      const { model, adapter } = readFixture(name);
      mkdirSync(join(folder, name));
      await exportPeft({
        model: { path: model, name },
        adapter: { path: adapter, name },
        folder: join(folder, name),
        onProgress: () => undefined,
      });
    }
    const parameters = FIXTURES.map((name) => `${name}=${join(folder, name)}`);
    const { stdout } = await promisify(execFile)(python, [script, ...parameters], { env: pythonEnvironment(), signal });
    let worst = 0;
    for (const line of stdout.trim().split("\n")) {
      const { name, loss, expectedLoss, largestDifference } = JSON.parse(line) as Checked;
      const difference = Math.max(largestDifference, Math.abs(loss - expectedLoss));
      report({ metric: `difference.${name}`, value: difference, unit: "logits" });
      worst = Math.max(worst, difference);
    }
    report({ metric: "difference", value: worst, unit: "logits", goal: { op: "<=", value: 1e-4 } });
  },
};
