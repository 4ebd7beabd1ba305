import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";
import type { Skip, Tally } from "./tally.ts";

/** Writes the tally of a run as JSON. Vitest's own JSON leaves out why a test was skipped. */
export function createTallyReporter(path: string): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const tally = count(modules);
      writeFileSync(path, JSON.stringify({ ...tally, failed: tally.failed + unhandledErrors.length }));
    },
  };
}

function count(modules: readonly TestModule[]): Tally {
  let passed = 0;
  let failed = 0;
  const skipped: Skip[] = [];
  for (const module of modules) {
    // A file that cannot be imported, or a hook around its tests that throws, is a failure without a test.
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === "passed") passed += 1;
      else if (result.state === "failed") failed += 1;
      else skipped.push({ what: test.fullName, why: reasonOf(result, test.fullName) });
    }
  }
  return { passed, failed, skipped };
}

/** What the test said itself, else what its title or its group's says: "… (needs: npm run sample-model)". */
function reasonOf(result: { state: string; note?: string | undefined }, fullName: string): string {
  return result.note ?? /\((needs: [^)]+)\)/.exec(fullName)?.[1] ?? "no reason given";
}
