import { cruise, type ICruiseResult } from "dependency-cruiser";
import { importRules } from "./import-rules.ts";

export interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Follows every import under `root` (main, preload, renderer) and returns those that break a rule of import-rules.ts. */
export async function findBreaches(root: string): Promise<Breach[]> {
  const { output } = await cruise(
    ["main", "preload", "renderer"],
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: importRules },
      // Types are imports too: the rules say which of them may be types only.
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
    },
    {
      extensions: [".ts", ".tsx", ".js", ".json", ".css"],
      conditionNames: ["import", "node", "default"],
      exportsFields: ["exports"],
    },
  );
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}

/** One line a breach, with what to do instead. */
export function explain(breach: Breach): string {
  const comment = importRules.find((rule) => rule.name === breach.rule)?.comment ?? "";
  return `${breach.from} → ${breach.to}\n    ${breach.rule}: ${comment}`;
}
