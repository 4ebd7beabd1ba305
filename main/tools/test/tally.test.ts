import { expect, test } from "vitest";
import { add, closingLine, forbiddenInCi, formatSummary, tallyOfOne } from "./tally.ts";
import { tallyBench } from "./bench-report.ts";
import { tallyPlaywright } from "./playwright-report.ts";

const skip = { what: "electron: a model answers", why: "Electron's binary is not here" };

test("steps add up to the closing line", () => {
  const total = add([tallyOfOne(true), tallyOfOne(false), { passed: 3, failed: 0, skipped: [skip] }]);
  expect(closingLine(total)).toBe("4 passed, 1 failed, 1 skipped");
});

test("only the Electron project and tests of cards may be skipped in CI", () => {
  expect(forbiddenInCi(skip)).toBe(false);
  expect(forbiddenInCi({ what: "a card: has PyTorch's loss", why: "needs: a card" })).toBe(false);
  expect(forbiddenInCi({ what: "headless: a model answers", why: "no sample model" })).toBe(true);
  expect(forbiddenInCi({ what: "chat > electron: in a title", why: "no reason given" })).toBe(true);
});

test("a reason that many tests share is said once, with their number", () => {
  const summary = formatSummary([{ step: "e2e", ms: 1500, passed: 2, failed: 0, skipped: [skip, skip] }]);
  expect(summary).toContain("1.5 s");
  expect(summary).toContain("Skipped 2: Electron's binary is not here");
});

test("Playwright's nested suites are all counted, and a flaky spec is a failed one", () => {
  const spec = (title: string, status: string, why?: string) => ({
    title,
    tests: [{ projectName: "headless", status, annotations: why ? [{ type: "skip", description: why }] : [] }],
  });
  const report = {
    errors: [],
    suites: [
      {
        specs: [spec("one", "expected"), spec("two", "flaky")],
        suites: [{ specs: [spec("three", "unexpected"), spec("four", "skipped", "no sample model")] }],
      },
    ],
  };
  expect(tallyPlaywright(report as unknown as Parameters<typeof tallyPlaywright>[0])).toEqual({
    passed: 1,
    failed: 2,
    skipped: [{ what: "headless: four", why: "no sample model" }],
  });
});

test("a bench counts by its goals, and as failed when it could not measure", () => {
  const figure = (holds: boolean | null) => JSON.stringify({ bench: "kill", metric: "lost", holds });
  const output = [figure(true), figure(false), figure(null), "not a figure"].join("\n");
  expect(tallyBench(0, output)).toEqual({ passed: 1, failed: 1, skipped: [] });
  expect(tallyBench(1, "")).toEqual({ passed: 0, failed: 1, skipped: [] });
});
