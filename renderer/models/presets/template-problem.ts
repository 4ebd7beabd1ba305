import type { TemplateProblem } from "#main/models/presets/contract.ts";
import type { Text } from "#renderer/app/texts.ts";

/** What is wrong with a template, in a sentence or two. */
export function templateProblemText(problem: TemplateProblem, t: Text): string {
  switch (problem.kind) {
    case "unreadable":
      return t(`preset.template.unreadable.${problem.why}`, { line: problem.line ?? 0 });
    case "fails":
      return t("preset.template.fails", { said: problem.said });
    case "endless":
      return t("preset.template.endless");
    case "loses":
      return t(`preset.template.loses.${problem.what}`);
    case "no-turn":
      return t("preset.template.no-turn");
    case "unknown-markers":
      return t("preset.template.unknown-markers", { markers: problem.markers.join(", ") });
  }
}
