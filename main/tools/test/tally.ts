/** What one step of `npm test` found. Every skip names what was skipped and why. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly Skip[];
}

export interface Skip {
  readonly what: string;
  readonly why: string;
}

export interface StepResult extends Tally {
  readonly step: string;
  readonly ms: number;
}

/** A check without tests of its own (types, lint, build) counts as one. */
export function tallyOfOne(ok: boolean): Tally {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
}

export function add(results: readonly Tally[]): Tally {
  return {
    passed: results.reduce((sum, each) => sum + each.passed, 0),
    failed: results.reduce((sum, each) => sum + each.failed, 0),
    skipped: results.flatMap((each) => each.skipped),
  };
}

/** In CI everything must run but the Electron project, whose binary cannot be had everywhere, and what needs a graphics card. */
export function forbiddenInCi(skip: Skip): boolean {
  return !["electron: ", "a card: "].some((start) => skip.what.startsWith(start));
}

export function formatSummary(results: readonly StepResult[]): string {
  const lines = results.map((result) => {
    const seconds = (result.ms / 1000).toFixed(1).padStart(7);
    const counts = `${String(result.passed).padStart(5)} passed ${String(result.failed).padStart(4)} failed ${String(result.skipped.length).padStart(4)} skipped`;
    return `${result.step.padEnd(14)}${seconds} s ${counts}`;
  });
  const skips = groupByReason(add(results).skipped).map(([why, count]) => `Skipped ${String(count)}: ${why}`);
  return [...lines, ...skips].join("\n");
}

export function closingLine(total: Tally): string {
  return `${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped.length)} skipped`;
}

function groupByReason(skips: readonly Skip[]): [why: string, count: number][] {
  const counts = new Map<string, number>();
  for (const skip of skips) counts.set(skip.why, (counts.get(skip.why) ?? 0) + 1);
  return [...counts];
}
