import { checkBounds } from "./check-bounds.ts";
import { checkFacts, checkOpposites } from "./check-facts.ts";
import { checkModals } from "./check-modals.ts";
import { checkNegation } from "./check-negation.ts";
import { compare, type Compared } from "./compared.ts";
import type { Finding, Support } from "./contract.ts";

/**
 * Whether the passages that a sentence cites say what it says, by what can be compared without a model: words in their order, and every
 * number, date, dose, unit, name, negation, modal and bound. Deterministic, some milliseconds; it explains itself by its findings.
 * That other words mean the same it cannot know: a few of them are let pass, many are not.
 */
export function checkSentence(sentence: string, passages: readonly string[]): Support {
  const compared = compare(sentence, passages);
  const words = checkWords(compared);
  const findings = [
    ...checkFacts(compared),
    ...checkNegation(compared),
    ...checkModals(compared),
    ...checkBounds(compared),
    ...checkOpposites(compared),
  ];
  const all = [...findings, ...words.findings];
  const verdict = words.coverage < LEAST_COVERAGE ? "not-found" : all.length > 0 ? "partly" : "supported";
  return { verdict, findings: all, coverage: words.coverage, from: passagesOf(compared) };
}

/** Below it the passage speaks of something else. */
const LEAST_COVERAGE = 0.34;
/** Below it too many words stand nowhere for the rest to be called the same. */
const ENOUGH_COVERAGE = 0.6;
/** So many telling words in a row that stand nowhere say something of their own. */
const LONGEST_RUN = 2;

function checkWords({ said, same }: Compared): { coverage: number; findings: Finding[] } {
  const telling = said.flatMap(({ isTelling }, at) => (isTelling ? [at] : []));
  const missing = telling.filter((at) => same(at).length === 0);
  const coverage = telling.length === 0 ? 1 : 1 - missing.length / telling.length;
  const words = missing.filter((at) => said[at]?.kind === "word" && said[at]?.isName !== true);
  const runs = runsOf(telling, new Set(words));
  const longest = runs.toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (longest.length < LONGEST_RUN && coverage >= ENOUGH_COVERAGE) return { coverage, findings: [] };
  if (longest.length === 0) return { coverage, findings: [] };
  return { coverage, findings: [{ kind: "words", text: between(said, longest), instead: null }] };
}

function runsOf(telling: readonly number[], missing: ReadonlySet<number>): number[][] {
  const runs: number[][] = [[]];
  for (const at of telling) {
    if (missing.has(at)) runs.at(-1)?.push(at);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function between(said: Compared["said"], run: readonly number[]): string {
  return said
    .slice(run[0] ?? 0, (run.at(-1) ?? 0) + 1)
    .map(({ text }) => text)
    .join(" ");
}

/** A word in common makes no source: at least a fifth of what the best one gives. */
const LEAST_SHARE = 0.2;

function passagesOf({ said, pairs, passageOf }: Compared): number[] {
  const counts = new Map<number, number>();
  for (const [at, pair] of pairs.entries()) {
    if (pair?.isSame !== true || said[at]?.isTelling !== true) continue;
    const passage = passageOf[pair.source] ?? 0;
    counts.set(passage, (counts.get(passage) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  return [...counts]
    .filter(([, count]) => count >= LEAST_SHARE * most)
    .map(([passage]) => passage)
    .toSorted((a, b) => a - b);
}
