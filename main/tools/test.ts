/**
 * `npm test`: everything that CI asks, in the order in which a mistake is cheapest to find. All steps run, whatever failed before;
 * the summary and the last line say what happened. `npm test -- lint unit` runs those steps only.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { JSONReport } from "@playwright/test/reporter";
import { tallyBench } from "./test/bench-report.ts";
import { outputOf, root, runNode } from "./test/command.ts";
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
const steps: Record<string, () => Promise<Tally>> = {
  types: () => check("main/tools/types.ts"),
  lint: () => check("node_modules/eslint/bin/eslint.js", "."),
  format: () => check("node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."),
  unit: () => vitest("unit"),
  build: () => check("node_modules/electron-vite/bin/electron-vite.js", "build", "--logLevel", "warn"),
  architecture: () => vitest("architecture"),
  integration: () => vitest("integration"),
  benches,
  e2e: playwright,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((step) => !(step in steps));
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(", ")}. There are: ${Object.keys(steps).join(", ")}.`);
  process.exit(2);
}

mkdirSync(reports, { recursive: true });
await bringSampleModel();
const results: StepResult[] = [];
for (const [step, run] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(step)) continue;
  console.log(`\n── ${step}`);
  const startedAt = performance.now();
  results.push({ step, ...(await run()), ms: performance.now() - startedAt });
}

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

async function check(...args: string[]): Promise<Tally> {
  return tallyOfOne((await runNode(args)) === 0);
}

async function vitest(project: string): Promise<Tally> {
  const report = join(reports, `${project}.json`);
  rmSync(report, { force: true });
  const code = await runNode(["node_modules/vitest/vitest.mjs", "run", "--project", project, "--passWithNoTests"], {
    CLOISTER_TALLY: report,
  });
  return readTally(report, code, (content) => content as Tally);
}

async function playwright(): Promise<Tally> {
  const report = join(reports, "e2e.json");
  rmSync(report, { force: true });
  const code = await runNode(["node_modules/@playwright/test/cli.js", "test"], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return readTally(report, code, (content) => tallyPlaywright(content as JSONReport));
}

/** Benches of what must never happen, in their short form. The others measure speed, which a busy computer cannot promise. */
async function benches(): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const name of ["gguf-fuzz", "rpc-fuzz", "kill"]) {
    if (name === "kill" && !existsSync(sampleModelPath())) {
      const why = "the sample model is not here; npm run sample-model";
      tallies.push({ passed: 0, failed: 0, skipped: [{ what: `bench ${name}`, why }] });
      continue;
    }
    const { code, output } = await outputOf(["bench/run.ts", name]);
    tallies.push(tallyBench(code, output));
  }
  return add(tallies);
}

/** A runner that failed without saying which test did, or died before its report, counts as one failure. */
function readTally(report: string, code: number, read: (content: unknown) => Tally): Tally {
  const tally = existsSync(report) ? read(JSON.parse(readFileSync(report, "utf8"))) : tallyOfOne(false);
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
