/**
 * `npm test`: everything that CI asks, in the order in which a mistake is cheapest to find. All steps run, whatever failed before;
 * the summary and the last line say what happened. `npm test -- lint unit` runs those steps only.
 * What loads no model runs in two lanes beside each other; then the rest, each step alone.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { JSONReport } from "@playwright/test/reporter";
import { tallyBench } from "./test/bench-report.ts";
import { outputOf, type Run, root, runAside, runNode } from "./test/command.ts";
import { tallyPlaywright } from "./test/playwright-report.ts";
import {
  add,
  closingLine,
  forbiddenInCi,
  formatSummary,
  tallyOfOne,
  type StepResult,
  type Tally,
} from "./test/tally.ts";
import { sampleModelPath } from "./sample-model-path.ts";

const reports = join(root, ".cache/test");
const steps: Record<string, (run: Run) => Promise<Tally>> = {
  types: (run) => check(run, "main/tools/types.ts"),
  lint: (run) => check(run, "node_modules/eslint/bin/eslint.js", "."),
  format: (run) => check(run, "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."),
  build: (run) => check(run, "node_modules/electron-vite/bin/electron-vite.js", "build", "--logLevel", "warn"),
  architecture: (run) => vitest(run, "architecture"),
  unit: (run) => vitest(run, "unit"),
  integration: (run) => vitest(run, "integration"),
  benches,
  e2e: playwright,
};
const lanes = [["types", "lint", "format", "build", "architecture"], ["unit"]];

const asked = process.argv.slice(2);
const unknown = asked.filter((step) => !(step in steps));
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(", ")}. There are: ${Object.keys(steps).join(", ")}.`);
  process.exit(2);
}

mkdirSync(reports, { recursive: true });
await bringSampleModel();
const wanted = Object.keys(steps).filter((step) => asked.length === 0 || asked.includes(step));
// What children and programs under test compile of our source is kept from one start to the next.
process.env["NODE_COMPILE_CACHE"] ??= join(root, ".cache/compiled");
const results: StepResult[] = [];
await Promise.all(lanes.map((lane) => runAllAside(lane.filter((step) => wanted.includes(step)))));
for (const step of wanted.filter((step) => !lanes.flat().includes(step))) {
  console.log(`\n── ${step}`);
  results.push(await timed(step, runNode));
}
results.sort((a, b) => wanted.indexOf(a.step) - wanted.indexOf(b.step));

const total = add(results);
const forbidden = process.env["CI"] === "true" ? total.skipped.filter(forbiddenInCi) : [];
console.log(`\n${formatSummary(results)}`);
for (const skip of forbidden) console.log(`Must not be skipped in CI: ${skip.what} (${skip.why})`);
console.log(closingLine(total));
process.exitCode = total.failed > 0 || forbidden.length > 0 ? 1 : 0;

/** Without Python or a network the tests that need the model skip and say so; nothing else depends on it. */
async function bringSampleModel(): Promise<void> {
  if (existsSync(sampleModelPath())) return;
  console.log("── sample model");
  const code = await runNode(["main/tools/sample-model.ts"]);
  if (code !== 0) console.log("Going on without the sample model: what needs it is skipped.");
}

async function runAllAside(lane: readonly string[]): Promise<void> {
  for (const step of lane) {
    const output: string[] = [];
    const result = await timed(step, runAside(output));
    console.log(`\n── ${step}\n${output.join("")}`);
    results.push(result);
  }
}

async function timed(step: string, run: Run): Promise<StepResult> {
  const startedAt = performance.now();
  const tally = await steps[step]?.(run);
  return { step, ...(tally ?? tallyOfOne(false)), ms: performance.now() - startedAt };
}

async function check(run: Run, ...args: string[]): Promise<Tally> {
  return tallyOfOne((await run(args)) === 0);
}

async function vitest(run: Run, project: string): Promise<Tally> {
  const report = join(reports, `${project}.json`);
  rmSync(report, { force: true });
  const code = await run(["node_modules/vitest/vitest.mjs", "run", "--project", project, "--passWithNoTests"], {
    CLOISTER_TALLY: report,
  });
  return readTally(report, code, (content) => content as Tally);
}

async function playwright(run: Run): Promise<Tally> {
  const report = join(reports, "e2e.json");
  rmSync(report, { force: true });
  const code = await run(["node_modules/@playwright/test/cli.js", "test"], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return readTally(report, code, (content) => tallyPlaywright(content as JSONReport));
}

/**
 * Benches of what must never happen, in their short form. The others measure speed, which a busy computer cannot promise. `kill` mostly
 * waits for its moments, so the others run beside it.
 */
async function benches(): Promise<Tally> {
  const fuzz = async () => add([await bench("gguf-fuzz"), await bench("rpc-fuzz")]);
  return add(await Promise.all([fuzz(), killBench()]));
}

async function killBench(): Promise<Tally> {
  if (existsSync(sampleModelPath())) return bench("kill");
  const why = "the sample model is not here; npm run sample-model";
  return { passed: 0, failed: 0, skipped: [{ what: "bench kill", why }] };
}

async function bench(name: string): Promise<Tally> {
  const { code, output } = await outputOf(["bench/run.ts", name]);
  return tallyBench(code, output);
}

/** A runner that failed without saying which test did, or died before its report, counts as one failure. */
function readTally(report: string, code: number, read: (content: unknown) => Tally): Tally {
  const tally = existsSync(report) ? read(JSON.parse(readFileSync(report, "utf8"))) : tallyOfOne(false);
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
