import type { Finders } from "#main/documents/grounding/contract.ts";
import { errorText, type Text } from "./texts.ts";

/** Which model put passages in their order, or why none did though one was chosen. */
export function orderText(t: Text, { by, problem }: NonNullable<Finders["order"]>): string {
  if (problem === null) return t("documents.coverage.ordered", { by });
  return t("documents.coverage.notOrdered", { why: t(...errorText(problem)) });
}
