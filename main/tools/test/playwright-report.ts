import type { JSONReport, JSONReportSuite } from "@playwright/test/reporter";
import type { Skip, Tally } from "./tally.ts";

/** Counts Playwright's JSON report. What passes only on a second try is flaky, and flaky is failed. */
export function tallyPlaywright(report: JSONReport): Tally {
  const specs = report.suites.flatMap(specsOf);
  let passed = 0;
  let failed = report.errors.length;
  const skipped: Skip[] = [];
  for (const spec of specs) {
    for (const test of spec.tests) {
      if (test.status === "expected") passed += 1;
      else if (test.status === "skipped")
        skipped.push({ what: `${test.projectName}: ${spec.title}`, why: reason(test) });
      else failed += 1;
    }
  }
  return { passed, failed, skipped };
}

function specsOf(suite: JSONReportSuite): JSONReportSuite["specs"] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}

function reason(test: JSONReportSuite["specs"][number]["tests"][number]): string {
  return test.annotations.find((each) => each.type === "skip")?.description ?? "no reason given";
}
