import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonEnvironment, trainPython } from "#main/tools/train-venv.ts";
import { exportPeft } from "../outputs/peft-export.ts";
import { FIXTURES, type FixtureName, readFixture } from "./fixture.ts";

const python = trainPython();
const script = fileURLToPath(new URL("fixtures/check_peft.py", import.meta.url));
const START_MS = 300_000;

/** What check_peft.py prints of each. */
interface Checked {
  name: FixtureName;
  loss: number;
  expectedLoss: number;
  largestDifference: number;
}

// Skipped without PyTorch: `npm run -s bench -- train` makes an environment with it.
describe.skipIf(python === null)("PEFT itself (needs the environment that the bench train makes)", () => {
  let folder: string;
  let checked: Checked[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "peft-agrees-"));
    for (const name of FIXTURES) {
      const { model, adapter } = readFixture(name);
      await mkdir(join(folder, name));
      await exportPeft({
        model: { path: model, name },
        adapter: { path: adapter, name },
        folder: join(folder, name),
        onProgress: () => undefined,
      });
    }
    const parameters = FIXTURES.map((name) => `${name}=${join(folder, name)}`);
    const { stdout } = await promisify(execFile)(python ?? "", [script, ...parameters], { env: pythonEnvironment() });
    checked = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Checked);
  }, START_MS);
  afterAll(() => rm(folder, { recursive: true }));

  test.each(FIXTURES)("says with our export what it said before the adapter was made into GGUF: %s", (name) => {
    const { loss, expectedLoss, largestDifference } = checked.find((each) => each.name === name) as Checked;
    expect(largestDifference).toBeLessThan(1e-4);
    expect(Math.abs(loss - expectedLoss)).toBeLessThan(1e-4);
  });
});
